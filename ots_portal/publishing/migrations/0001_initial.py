import django.db.models.deletion
import ots_portal.publishing.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Lower numbers stand first.', verbose_name='position')),
                ('object_id', models.PositiveBigIntegerField()),
                ('address', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('label', models.CharField(max_length=200, verbose_name='text of the link')),
                ('label_tr', models.CharField(max_length=200, null=True, verbose_name='text of the link')),
                ('label_en', models.CharField(max_length=200, null=True, verbose_name='text of the link')),
                ('kind', ots_portal.publishing.fields.ChoiceField(choices=[('page', 'web page'), ('video', 'video'), ('document', 'document')], default='page', max_length=20, verbose_name='kind')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='last checked')),
                ('result', ots_portal.publishing.fields.ChoiceField(choices=[('unchecked', 'not checked'), ('works', 'works'), ('broken', 'broken'), ('shortened', 'shortened address, target unknown'), ('missing', 'no address given')], default='unchecked', max_length=20, verbose_name='result')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'link',
                'verbose_name_plural': 'links',
                'ordering': ['position', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['content_type', 'object_id', 'position'], name='link_record')],
            },
        ),
        migrations.CreateModel(
            name='SourceNote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Lower numbers stand first.', verbose_name='position')),
                ('object_id', models.PositiveBigIntegerField()),
                ('source', models.CharField(help_text='The page or document it stands in.', max_length=200, verbose_name='source')),
                ('line', models.PositiveIntegerField(blank=True, null=True, verbose_name='line')),
                ('phrase', models.CharField(blank=True, help_text='A few words by which one finds the place.', max_length=200, verbose_name='where it stands')),
                ('path', models.CharField(blank=True, help_text='Which fact it is about, by the name of its field: start, outcomes, areas. Empty: the whole record.', max_length=120, verbose_name='fact')),
                ('basis', ots_portal.publishing.fields.ChoiceField(choices=[('stated', 'stated in the source'), ('inferred', 'inferred from the source'), ('judged', 'the editors’ judgement')], default='stated', max_length=20, verbose_name='basis')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('note_tr', models.CharField(blank=True, max_length=300, null=True, verbose_name='note')),
                ('note_en', models.CharField(blank=True, max_length=300, null=True, verbose_name='note')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['position', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['content_type', 'object_id', 'position'], name='sourcenote_record')],
            },
        ),
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Lower numbers stand first.', verbose_name='position')),
                ('object_id', models.PositiveBigIntegerField()),
                ('path', models.CharField(help_text='Which fact it is about, by the name of its field: start, outcomes, areas. Empty: the whole record.', max_length=120, verbose_name='fact')),
                ('value', models.CharField(max_length=300, verbose_name='other value')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('is_settled', models.BooleanField(default=False, help_text='An editor has compared the sources and decided.', verbose_name='settled')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('note_tr', models.CharField(blank=True, max_length=500, null=True, verbose_name='note')),
                ('note_en', models.CharField(blank=True, max_length=500, null=True, verbose_name='note')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'other value in a source',
                'verbose_name_plural': 'other values in sources',
                'ordering': ['position', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['content_type', 'object_id', 'position'], name='variant_record')],
            },
        ),
    ]
