from django.core.management.base import BaseCommand, CommandError

from memberships.sandbox import bank, post
from memberships.sandbox.models import Payment, Subscription


class Command(BaseCommand):
    help = "Plays the payment provider: renews, fails, ends or gives back, and tells the newsroom."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["renew", "fail", "refund", "cancel", "resume"])
        parser.add_argument("number", help="The provider's number of a subscription; for refund, of a payment.")
        parser.add_argument("--amount", type=int, help="In cents; without it, refund gives back all that is left.")

    def handle(self, *, what, number, amount, **options):
        row = self.find(Payment if what == "refund" else Subscription, number)
        try:
            self.do(what, row, amount)
        except bank.BankError as error:
            raise CommandError(str(error)) from error
        delivered = post.deliver()
        self.stdout.write(f"Done; {delivered} told to the newsroom.")

    def find(self, model, number):
        row = model.objects.filter(ref=number).first()
        if row is None:
            raise CommandError(f"The sandbox knows no {model._meta.model_name} “{number}”.")
        return row

    def do(self, what, row, amount):
        match what:
            case "renew":
                bank.renew(row)
            case "fail":
                bank.renew(row, succeed=False)
            case "refund":
                bank.refund(row, amount)
            case "cancel":
                bank.cancel_at_period_end(row)
            case "resume":
                bank.resume(row)
