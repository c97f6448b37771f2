// Fills the ordinal, reference and titles of a new meeting when its series or kind is chosen.
"use strict";
{
  const $ = window.django.jQuery;
  const form = document.getElementById("meeting_form");
  const add = /\/add\/$/;
  const names = ["ordinal", "reference", "title_tr", "title_en"];
  const proposed = {};

  // Only what is empty, or still as proposed, is filled: nothing that a person typed is lost.
  const fill = (values) => {
    for (const name of names) {
      const field = form.elements[name];
      if (field && (field.value === "" || field.value === proposed[name])) {
        field.value = values[name] ?? "";
        proposed[name] = field.value;
      }
    }
  };

  const propose = async () => {
    const { series, kind } = form.elements;
    if (!series.value || !kind.value) {
      return;
    }
    const query = new URLSearchParams({ series: series.value, kind: kind.value });
    const response = await fetch(`${location.pathname.replace(add, "/propose/")}?${query}`);
    if (response.ok) {
      fill(await response.json());
    }
  };

  if (form && add.test(location.pathname)) {
    for (const name of names) {
      proposed[name] = new URLSearchParams(location.search).has("series") ? form.elements[name]?.value : undefined;
    }
    $("#id_series, #id_kind").on("change", propose); // the chooser of series speaks jQuery only
  }
}
