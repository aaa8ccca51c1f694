"""`manage.py serve`: the web server and the clock, started together and ended together."""

from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from newsroom.processes import Ended, Household, Stopped, files_that_matter, is_free, web_server


class Command(BaseCommand):
    help = "Starts the web server and the clock, says where they are, and ends both together."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="processes that answer readers")
        parser.add_argument("--prepare", action="store_true", help="first do what `prepare --sample` does")
        parser.add_argument("--without-clock", action="store_true", help="for a clock that runs by itself elsewhere")
        parser.add_argument("--reload", action="store_true", help="start again when a file of the project changes")

    def handle(self, *, host, port, workers, prepare, without_clock, reload, verbosity, **options):
        if not is_free(host, port):
            raise CommandError(f"{host} port {port} cannot be used: another program has it, or it is not ours to use.")
        commands = {"web server": web_server(host, port, workers), "clock": ["manage.py", "clock"]}
        if without_clock:
            del commands["clock"]
        household = Household(commands)
        try:
            if prepare:
                call_command("prepare", sample=True, stdout=self.stdout)
            household.start("web server")
            household.wait_until_it_answers(host, port)
            if "clock" in commands:
                household.start("clock")  # after the first answer: making pictures takes a whole processor
            if verbosity:
                self._say_where_things_are(reload)
            while household.wait(files_that_matter if reload else None):
                self.stdout.write("A file changed; starting again…")
                household.restart()
        except Stopped:
            self.stdout.write("\nEnded.")
        except Ended as ended:
            raise CommandError(f"The {ended} ended by itself, so everything was ended.") from ended
        finally:
            household.end()

    def _say_where_things_are(self, reload):
        self.stdout.write(f"\n  The paper   {settings.PUBLIC_URL}/")
        self.stdout.write(f"  The desk    {settings.PUBLIC_URL}/admin/")
        if settings.LOCAL:
            self.stdout.write(f"  Letters     {settings.EMAIL_FILE_PATH}")
            links = StringIO()
            call_command("sign_in", "--sample", stdout=links, skip_checks=True)
            self.stdout.write("\n  Sign in, once, as")
            self.stdout.write("".join(f"    {line}\n" for line in links.getvalue().splitlines()), ending="")
        again = "; it starts again when a file changes" if reload else ""
        self.stdout.write(f"\n  Ctrl-C ends it{again}.\n")
        self.stdout.flush()
