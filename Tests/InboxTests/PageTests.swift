import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct `The inbox's page` {
    @Test(arguments: [("/", "text/html"), ("/inbox.css", "text/css"), ("/inbox.js", "text/javascript")])
    func `is served in three parts`(path: String, type: String) async throws {
        try await InboxSetup.inbox { inbox in
            let response = try await inbox.send(.get, path)
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "\(type); charset=utf-8")
        }
    }

    @Test(arguments: ["<style>", "<script>", " style=", " onclick=", "javascript:"])
    func `holds nothing its policy forbids`(markup: String) async throws {
        try await InboxSetup.inbox { inbox in
            let answer = try await inbox.send(.get, "/").text.contains(markup)
            #expect(answer == false)
        }
    }

    @Test(arguments: ["/", "/inbox.css", "/inbox.js"])
    func `asks nobody else for anything`(path: String) async throws {
        try await InboxSetup.inbox { inbox in
            let text = try await inbox.send(.get, path).text
            #expect(text.contains("://") == false)
            #expect(text.contains("@import") == false)
        }
    }

    @Test func `never writes what arrived as markup`() async throws {
        try await InboxSetup.inbox { inbox in
            let script = try await inbox.send(.get, "/inbox.js").text
            for way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
                #expect(!script.contains(way))
            }
        }
    }

    @Test func `says aloud what arrives`() async throws {
        try await InboxSetup.inbox { inbox in
            let answer = try await inbox.send(.get, "/").text
            #expect(answer.contains("aria-live=\"polite\""))
        }
    }
}
