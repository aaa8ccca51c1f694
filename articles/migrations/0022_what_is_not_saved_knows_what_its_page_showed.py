from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_notes_speak_of_more_than_the_body")]

    operations = [
        migrations.AddField(
            model_name="autosave",
            name="seen",
            field=models.JSONField(default=dict),
        ),
    ]
