from django.db import migrations

from ots_portal.accounts.append_only import refuse_emptying


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0011_fill_draft_search'),
        ('accounts', '0002_roles_and_audit'),
    ]

    operations = [
        refuse_emptying('publishing_revision'),
    ]
