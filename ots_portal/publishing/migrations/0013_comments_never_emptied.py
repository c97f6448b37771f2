from django.db import migrations

from ots_portal.accounts.append_only import refuse_emptying


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0012_revisions_never_emptied'),
    ]

    operations = [
        refuse_emptying('publishing_comment'),
    ]
