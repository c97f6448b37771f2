import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(help_text='The permanent short name of this record, used in citations and data. Never changed.', max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:[.-][a-z0-9]+)*\\Z', 'Use small letters without accents, digits, hyphens and full stops only, for example cfm-eo-5.')], verbose_name='reference')),
                ('slug', models.SlugField(blank=True, db_index=False, help_text="The last part of the page's address. Left empty, it is made from the title.", max_length=120, null=True, verbose_name='address')),
                ('slug_tr', models.SlugField(blank=True, db_index=False, help_text="The last part of the page's address. Left empty, it is made from the title.", max_length=120, null=True, verbose_name='address')),
                ('slug_en', models.SlugField(blank=True, db_index=False, help_text="The last part of the page's address. Left empty, it is made from the title.", max_length=120, null=True, verbose_name='address')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('published_at_tr', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('published_at_en', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('changed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last publication')),
                ('changed_at_tr', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last publication')),
                ('changed_at_en', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last publication')),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='withdrawn')),
                ('withdrawn_at_tr', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='withdrawn')),
                ('withdrawn_at_en', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='withdrawn')),
                ('notice', models.CharField(blank=True, help_text='Shown instead of the page after it is withdrawn: why, and where to look instead.', max_length=300, verbose_name='notice of withdrawal')),
                ('notice_tr', models.CharField(blank=True, help_text='Shown instead of the page after it is withdrawn: why, and where to look instead.', max_length=300, null=True, verbose_name='notice of withdrawal')),
                ('notice_en', models.CharField(blank=True, help_text='Shown instead of the page after it is withdrawn: why, and where to look instead.', max_length=300, null=True, verbose_name='notice of withdrawal')),
                ('internal_note', models.TextField(blank=True, help_text='For staff only; never shown to readers.', verbose_name='internal note')),
                ('sort_key', models.CharField(blank=True, db_collation='C', default='', editable=False, max_length=200)),
                ('sort_key_tr', models.CharField(blank=True, db_collation='C', default='', editable=False, max_length=200, null=True)),
                ('sort_key_en', models.CharField(blank=True, db_collation='C', default='', editable=False, max_length=200, null=True)),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_tr', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('body', models.TextField(blank=True, verbose_name='text')),
                ('body_tr', models.TextField(blank=True, null=True, verbose_name='text')),
                ('body_en', models.TextField(blank=True, null=True, verbose_name='text')),
                ('owner', models.ForeignKey(blank=True, help_text='Who answers for this record.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
                'ordering': ['reference'],
                'abstract': False,
                'indexes': [models.Index(fields=['sort_key_tr'], name='page_sort_tr'), models.Index(fields=['sort_key_en'], name='page_sort_en'), django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='page_search', opclasses=['gin_trgm_ops'])],
                'constraints': [models.UniqueConstraint(fields=('reference',), name='page_reference_unique', violation_error_message='Another record of this type already has this reference.'), models.UniqueConstraint(fields=('slug_tr',), name='page_slug_tr_unique', violation_error_message='Another record of this type already has this address. Choose another one.'), models.UniqueConstraint(fields=('slug_en',), name='page_slug_en_unique', violation_error_message='Another record of this type already has this address. Choose another one.'), models.CheckConstraint(condition=models.Q(('withdrawn_at_tr__isnull', True), ('published_at_tr__isnull', False), _connector='OR'), name='page_withdrawn_tr_was_published'), models.CheckConstraint(condition=models.Q(('published_at_tr__isnull', True), ('changed_at_tr__isnull', False), _connector='OR'), name='page_published_tr_has_change'), models.CheckConstraint(condition=models.Q(('withdrawn_at_en__isnull', True), ('published_at_en__isnull', False), _connector='OR'), name='page_withdrawn_en_was_published'), models.CheckConstraint(condition=models.Q(('published_at_en__isnull', True), ('changed_at_en__isnull', False), _connector='OR'), name='page_published_en_has_change'), models.CheckConstraint(condition=models.Q(('published_at_en__isnull', True), ('published_at_tr__isnull', False), _connector='OR'), name='page_published_en_after_first'), models.CheckConstraint(condition=models.Q(('withdrawn_at_tr__isnull', True), ('published_at_en__isnull', True), ('withdrawn_at_en__isnull', False), _connector='OR'), name='page_withdrawn_en_with_first')],
            },
        ),
    ]
