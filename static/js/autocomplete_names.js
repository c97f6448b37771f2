// Gives the choosers of records (Select2) the name of their label, which Django's own script leaves out.
"use strict";
{
  const name = (place) => {
    for (const select of place.querySelectorAll("select.admin-autocomplete[id]")) {
      const label = document.querySelector(`label[for="${select.id}"]`);
      const chooser = select.parentElement.querySelector(".select2-selection");
      if (label && chooser) {
        label.id = `${select.id}_label`;
        const shown = chooser.querySelector(".select2-selection__rendered");
        chooser.setAttribute("aria-labelledby", [label.id, shown?.id].filter(Boolean).join(" "));
        chooser.querySelector("textarea, input, [role=textbox]")?.setAttribute("aria-labelledby", label.id);
      }
    }
  };

  const later = () => setTimeout(() => name(document)); // after Django's script has made the choosers
  window.addEventListener("load", later);
  document.addEventListener("formset:added", later);
}
