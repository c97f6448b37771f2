import django.contrib.postgres.fields
import django.db.models.deletion
import ots_portal.publishing.fields
from django.conf import settings
from django.db import migrations, models

from ots_portal.accounts.append_only import refuse_changes


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('publishing', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('accounts', '0002_roles_and_audit'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='key of the record')),
                ('changes', models.JSONField(default=dict, verbose_name='changes')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last saved')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype', verbose_name='type of record')),
            ],
            options={
                'verbose_name': 'draft',
                'verbose_name_plural': 'drafts',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DraftLane',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', ots_portal.publishing.fields.ChoiceField(choices=[('tr', 'Turkish'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('state', ots_portal.publishing.fields.ChoiceField(choices=[('draft', 'draft'), ('in-review', 'in review'), ('sent-back', 'sent back'), ('approved', 'approved')], default='draft', max_length=10, verbose_name='state')),
                ('digest', models.CharField(max_length=64, verbose_name='digest of the changes')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('moved_at', models.DateTimeField(null=True, verbose_name='since')),
                ('authors', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='authors')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lanes', to='publishing.draft', verbose_name='draft')),
                ('moved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted, sent back or approved by')),
            ],
            options={
                'verbose_name': 'language of a draft',
                'verbose_name_plural': 'languages of drafts',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', ots_portal.publishing.fields.ChoiceField(choices=[('tr', 'Turkish'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('act', ots_portal.publishing.fields.ChoiceField(choices=[('publish', 'publish'), ('withdraw', 'withdraw')], max_length=10, verbose_name='act')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('changes', models.JSONField(default=dict, verbose_name='changes')),
                ('digest', models.CharField(max_length=64, verbose_name='digest of the changes')),
                ('note', models.TextField(blank=True, help_text='The note on the publication, or the notice.', verbose_name='note')),
                ('failure', models.TextField(blank=True, verbose_name='why it was not kept')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='publishing.draft', verbose_name='draft')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by')),
            ],
            options={
                'verbose_name': 'scheduled act',
                'verbose_name_plural': 'scheduled acts',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='key of the record')),
                ('document', models.JSONField(verbose_name='document')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), size=None, verbose_name='languages')),
                ('act', ots_portal.publishing.fields.ChoiceField(choices=[('published', 'published'), ('withdrawn', 'withdrawn')], default='published', max_length=10, verbose_name='act')),
                ('user_name', models.CharField(blank=True, max_length=200, verbose_name='name of the user')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('is_emergency', models.BooleanField(default=False, verbose_name='published in an emergency')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype', verbose_name='type of record')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('content_type', 'object_id'), name='one_draft_per_record'),
        ),
        migrations.AddIndex(
            model_name='draftlane',
            index=models.Index(fields=['state'], name='lane_state'),
        ),
        migrations.AddConstraint(
            model_name='draftlane',
            constraint=models.UniqueConstraint(fields=('draft', 'language'), name='one_lane_per_language'),
        ),
        migrations.AddIndex(
            model_name='promise',
            index=models.Index(condition=models.Q(('failure', '')), fields=['at'], name='promise_due'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.UniqueConstraint(fields=('draft', 'language'), name='one_promise_per_language'),
        ),
        migrations.AddIndex(
            model_name='revision',
            index=models.Index(fields=['content_type', 'object_id', '-id'], name='revision_record'),
        ),
        refuse_changes('publishing_revision'),
    ]
