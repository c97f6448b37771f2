import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ots_portal.accounts.append_only import refuse_changes

KEPT = ["content_type_id", "object_id", "thread_id", "path", "words", "author_id", "author_name", "text", "at"]


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('publishing', '0006_bundles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='key of the record')),
                ('path', models.CharField(blank=True, max_length=200, verbose_name='fact')),
                ('words', models.TextField(blank=True, verbose_name='the words it was about')),
                ('author_name', models.CharField(max_length=200, verbose_name='name of the author')),
                ('text', models.TextField(verbose_name='text')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
                ('resolved_at', models.DateTimeField(null=True, verbose_name='resolved')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype', verbose_name='type of record')),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='resolved by')),
                ('thread', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='publishing.comment', verbose_name='in reply to')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['id'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['content_type', 'object_id', 'id'], name='comment_record'), models.Index(condition=models.Q(('resolved_at', None), ('thread', None)), fields=['content_type', 'object_id'], name='comment_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('resolved_at', None), ('resolved_by', None)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False), ('thread', None)), _connector='OR'), name='comment_resolved_by_someone')],
            },
        ),
        refuse_changes("publishing_comment", KEPT),
    ]
