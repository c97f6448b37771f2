import django.db.models.deletion
from django.db import migrations, models

import ots_portal.publishing.fields


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('publishing', '0003_shared_previews'),
    ]

    operations = [
        migrations.CreateModel(
            name='OldAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='key of the record')),
                ('language', ots_portal.publishing.fields.ChoiceField(choices=[('tr', 'Turkish'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('slug', models.SlugField(db_index=False, max_length=120, verbose_name='address')),
                ('until', models.DateTimeField(auto_now=True, verbose_name='until')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype', verbose_name='type of record')),
            ],
            options={
                'verbose_name': 'old address',
                'verbose_name_plural': 'old addresses',
                'default_permissions': (),
                'indexes': [models.Index(fields=['content_type', 'object_id'], name='old_address_record')],
                'constraints': [models.UniqueConstraint(fields=('content_type', 'slug', 'language'), name='one_old_address')],
            },
        ),
    ]
