// A form is sent once. Coming back to the page makes it ready again.
(function () {
  "use strict";
  var form = document.forms[0];
  if (!form) return;
  var sent = false;

  form.addEventListener("submit", function (event) {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    if (event.submitter) event.submitter.classList.add("busy");
  });

  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    sent = false;
    form.querySelectorAll(".busy").forEach(function (button) {
      button.classList.remove("busy");
    });
  });
})();
