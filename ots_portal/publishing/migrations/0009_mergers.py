import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('publishing', '0008_public_note'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Merger',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='key of the record')),
                ('staying_id', models.PositiveBigIntegerField(verbose_name='key of the record that stayed')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype', verbose_name='type of record')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'merger of duplicates',
                'verbose_name_plural': 'mergers of duplicates',
                'default_permissions': (),
                'indexes': [models.Index(fields=['content_type', 'staying_id'], name='merger_staying')],
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id'), name='one_merger_per_record')],
            },
        ),
    ]
