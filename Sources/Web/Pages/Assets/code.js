// The page of the code: tidies what is typed or pasted, sends it when it is complete, reads it from the text message
// where the browser can, and counts down to the next one.
(function () {
  "use strict";
  var field = document.getElementById("code");
  if (!field) return;
  var form = field.form;
  var length = Number(field.dataset.length);
  var reading = window.AbortController ? new AbortController() : null;
  var sentByItself = false;

  // Digits of other scripts: full width, Arabic, Persian, Devanagari.
  function plainDigit(digit) {
    var code = digit.charCodeAt(0);
    var zero = [0xff10, 0x660, 0x6f0, 0x966].find(function (zero) { return code >= zero && code < zero + 10; });
    return String(code - zero);
  }

  function tidy(text) {
    var plain = text.replace(/[\uff10-\uff19\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, plainDigit);
    var together = plain.replace(/[^0-9A-Za-z]/g, "");
    var whole = together.match(new RegExp("(^|[^0-9])([0-9]{" + length + "})(?![0-9])"));
    return whole ? whole[2] : plain.replace(/[^0-9]/g, "");
  }

  function take(text) {
    var code = tidy(text);
    if (field.value !== code) field.value = code;
    if (code.length !== length || sentByItself || !form.requestSubmit) return;
    sentByItself = true;
    form.requestSubmit(form.querySelector(".primary"));
  }

  field.addEventListener("input", function (event) {
    if (!event.isComposing) take(field.value);
  });
  field.addEventListener("compositionend", function () { take(field.value); });
  if (form.requestSubmit) {
    document.getElementById("checked").hidden = false;
    field.setAttribute("aria-describedby", field.getAttribute("aria-describedby") + " checked");
  }

  if (reading && "OTPCredential" in window) {
    form.addEventListener("submit", function () { reading.abort(); });
    navigator.credentials.get({ otp: { transport: ["sms"] }, signal: reading.signal })
      .then(function (message) { if (message) take(message.code); })
      .catch(function () {});
  }

  var left = document.getElementById("left");
  if (!left) return;
  var resend = document.getElementById("resend");
  var end = Date.now() + Number(left.dataset.seconds) * 1000;
  resend.disabled = true;

  function words(seconds) {
    var minutes = seconds > 99;
    var count = minutes ? Math.ceil(seconds / 60) : seconds;
    try {
      return new Intl.NumberFormat(document.documentElement.lang + "-u-nu-latn", {
        style: "unit", unit: minutes ? "minute" : "second", unitDisplay: "long"
      }).format(count);
    } catch (unknown) {
      return String(count);
    }
  }

  function count() {
    var seconds = Math.ceil((end - Date.now()) / 1000);
    if (seconds > 0) {
      left.textContent = words(seconds);
      return;
    }
    clearInterval(timer);
    resend.disabled = false;
    resend.removeAttribute("aria-describedby");
    document.getElementById("wait").hidden = true;
    var ready = document.getElementById("ready");
    ready.textContent = ready.dataset.text;
  }

  var timer = setInterval(count, 1000);
  count();
})();
