import Identity
import TestSupport
import Testing

@Suite struct `The origin of a page` {
    @Test(arguments: [
        ("https://app.example", "https://app.example"), ("https://app.example/", "https://app.example"),
        ("https://App.Example:8443/callback?x=1#y", "https://app.example:8443"),
        ("http://localhost:3000/cb", "http://localhost:3000"), ("http://[::1]:80/cb", "http://[::1]"),
        ("https://app.example?x", "https://app.example"), ("com.example.app://login/cb", "com.example.app://login"),
    ])
    func `is scheme, host and port in lower case`(url: String, origin: String) {
        #expect(WebOrigin.of(url) == origin)
    }

    @Test(arguments: [
        ("https://app.example:443/cb", "https://app.example"), ("http://app.example:80", "http://app.example"),
        ("https://app.example:80", "https://app.example:80"), ("http://app.example:443", "http://app.example:443"),
    ])
    func `leaves the scheme's own port out, as browsers do`(url: String, origin: String) {
        #expect(WebOrigin.of(url) == origin)
    }

    @Test(arguments: ["", "app.example", "/callback", "https://", "https:///x", "https://user@app.example/"])
    func `is none where the text is no such URL`(url: String) {
        #expect(WebOrigin.of(url) == nil)
    }

    @Test func `may be listed in three places`() {
        let client = Client.sample(properties: [
            "web_origins": ["https://a.example"], "allowed_origins": ["https://b.example"],
            "callbacks": ["https://c.example/cb"], "allowed_logout_urls": ["https://d.example/"],
        ])
        #expect(Set(client.origins) == ["https://a.example", "https://b.example", "https://c.example"])
    }
}
