import django.db.models.deletion
import ots_portal.publishing.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('publishing', '0002_drafts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SharedPreview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='key of the record')),
                ('token_digest', models.CharField(max_length=64, unique=True, verbose_name='digest of the address')),
                ('language', ots_portal.publishing.fields.ChoiceField(choices=[('tr', 'Turkish'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('document', models.JSONField(verbose_name='document')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='shared')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='revoked')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype', verbose_name='type of record')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='shared by')),
            ],
            options={
                'verbose_name': 'shared preview',
                'verbose_name_plural': 'shared previews',
                'ordering': ['-id'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['content_type', 'object_id', '-id'], name='shared_preview_record')],
            },
        ),
    ]
