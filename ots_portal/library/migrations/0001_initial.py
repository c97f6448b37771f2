import django.db.models.deletion
import ots_portal.library.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('content', models.FileField(upload_to=ots_portal.library.models.unguessable_name, verbose_name='file')),
                ('name', models.CharField(blank=True, help_text='As readers see it when they save the file.', max_length=200, verbose_name='file name')),
                ('media_type', models.CharField(editable=False, max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(editable=False, verbose_name='size in bytes')),
                ('checksum', models.CharField(editable=False, max_length=64, verbose_name='SHA-256 checksum')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded')),
                ('uploaded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'stored file',
                'verbose_name_plural': 'stored files',
                'ordering': ['-uploaded_at'],
                'indexes': [models.Index(fields=['-uploaded_at'], name='library_fil_uploade_2ae442_idx'), models.Index(fields=['checksum'], name='library_fil_checksu_e0f2fd_idx')],
            },
        ),
    ]
