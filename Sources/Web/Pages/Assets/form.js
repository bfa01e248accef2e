// A form is sent once. Coming back to the page, or a long wait, makes it ready again.
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
    setTimeout(ready, 10000);
  });

  window.addEventListener("pageshow", function (event) {
    if (event.persisted) ready();
  });

  function ready() {
    sent = false;
    form.querySelectorAll(".busy").forEach(function (button) {
      button.classList.remove("busy");
    });
  }
})();
