from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="file",
            name="width",
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name="width in pixels"),
        ),
        migrations.AddField(
            model_name="file",
            name="height",
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name="height in pixels"),
        ),
    ]
