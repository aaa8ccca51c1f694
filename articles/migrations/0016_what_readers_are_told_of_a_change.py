import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0015_priorities_begin_with_a_capital'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SilentChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('live', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.revision')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='silent_changes', to='articles.revision')),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='approval',
            name='reminded_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='notice',
            name='event',
            field=models.CharField(choices=[('submitted', 'Sent to an editor'), ('changes_requested', 'Changes asked for'), ('approved', 'Approved'), ('scheduled', 'Scheduled'), ('published', 'Published'), ('failed', 'Could not go out'), ('will_fail', 'Will not be able to go out'), ('lapsed', 'Approval lapsed'), ('assigned', 'Assigned to you'), ('handed_back', 'Nobody has it'), ('mentioned', 'You are named in a note'), ('replied', 'An answer to a note'), ('noted', 'A note on your story'), ('sign_off_asked', 'Your sign-off is asked for'), ('sign_off_refused', 'A sign-off: not yet'), ('sign_off_lapsed', 'Your sign-off lapsed'), ('named', 'You may know of a restricted story'), ('urgent', 'Waits for your countersignature'), ('countersigned', 'Countersigned')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='publishedarticle',
            index=models.Index(condition=models.Q(('urgent', True)), fields=['published_at'], name='stories_without_a_countersign'),
        ),
        migrations.AddIndex(
            model_name='publishedarticle',
            index=models.Index(condition=models.Q(('state', 'live'), _negated=True), fields=['-changed_at'], name='stories_taken_from_readers'),
        ),
        migrations.AddConstraint(
            model_name='silentchange',
            constraint=models.UniqueConstraint(fields=('article', 'sha256', 'live'), name='it_is_decided_once_that_readers_are_told_nothing'),
        ),
    ]
