"""Comments at the fields of a form in the admin."""

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def comments_on(context, form, label, name=""):
    """The place of a field, or of the row of a form; nothing in forms of what is not commented."""
    comments = context.get("form_comments")
    return comments.at(form, label, name) if comments else None


@register.simple_tag(takes_context=True)
def has_comments(context, fieldset):
    comments = context.get("form_comments")
    return comments is not None and comments.has_any(fieldset.form, fieldset.fields)
