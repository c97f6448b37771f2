from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_initial'),
    ]

    operations = [
        migrations.RenameField(
            model_name='name',
            old_name='is_fragment',
            new_name='is_head',
        ),
    ]
