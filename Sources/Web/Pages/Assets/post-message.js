(function (data) {
  var asker = window.opener || window.parent;
  if (asker && asker !== window) asker.postMessage(JSON.parse(data.message), data.origin);
})(document.body.dataset);
