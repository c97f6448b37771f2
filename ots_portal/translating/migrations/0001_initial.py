import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ots_portal.publishing.fields
from ots_portal.accounts.append_only import refuse_changes


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_roles_and_audit'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rendering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.CharField(max_length=80, verbose_name='record or part')),
                ('name', models.CharField(max_length=60, verbose_name='field')),
                ('language', ots_portal.publishing.fields.ChoiceField(choices=[('tr', 'Turkish'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('text_digest', models.CharField(max_length=64, verbose_name='digest of the translation')),
                ('source_digest', models.CharField(blank=True, max_length=64, verbose_name='digest of the source')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('basis', ots_portal.publishing.fields.ChoiceField(choices=[('typed', 'translated'), ('assumed', 'live together when this was first asked'), ('correct', 'still correct'), ('minor', 'minor change of the source')], max_length=10, verbose_name='basis')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'rendering',
                'verbose_name_plural': 'renderings',
                'ordering': ['id'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('row', 'name', 'language', 'text_digest', 'source_digest'), name='rendering_known_once')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='key of the record')),
                ('language', ots_portal.publishing.fields.ChoiceField(choices=[('tr', 'Turkish'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('missing', models.PositiveIntegerField(default=0, verbose_name='missing')),
                ('stale', models.PositiveIntegerField(default=0, verbose_name='stale')),
                ('unofficial', models.PositiveIntegerField(default=0, verbose_name='official text missing')),
                ('words', models.PositiveIntegerField(default=0, verbose_name='words to do')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='words of the source')),
                ('pending', ots_portal.publishing.fields.ChoiceField(choices=[('none', 'nothing'), ('draft', 'draft'), ('in-review', 'in review'), ('sent-back', 'sent back'), ('approved', 'approved'), ('scheduled', 'scheduled')], default='none', max_length=10, verbose_name='state')),
                ('areas', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, size=None, verbose_name='areas')),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype', verbose_name='type of record')),
                ('translator', models.ForeignKey(blank=True, help_text='Who translates this record.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='translator')),
            ],
            options={
                'verbose_name': 'translation',
                'verbose_name_plural': 'translations',
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('words__gt', 0)), fields=['language', '-words'], name='task_to_do'), models.Index(condition=models.Q(('words__gt', 0)), fields=['translator'], name='task_translator')],
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id', 'language'), name='one_task_per_language')],
            },
        ),
        refuse_changes("translating_rendering"),
    ]
