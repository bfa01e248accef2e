import Identity
import Testing

@Suite struct `The line that binds a code to its page` {
    private func append(to body: String) -> String {
        OriginBoundCode.append(to: body, host: "login.example.com", code: "123456")
    }

    @Test(arguments: ["Your code is 123456", "Your code is 123456\n", "Your code is 123456\r\n\r\n"])
    func `ends the message after an empty line, with nothing behind it`(body: String) {
        #expect(append(to: body) == "Your code is 123456\n\n@login.example.com #123456")
    }

    @Test(arguments: [
        "Code 123456\n\n@login.example.com #123456", "Code 123456\n@shop.example #123456",
        "Code 123456\n@shop.example #123456 %login.example.com", "Code 123456\r\n\r\n@shop.example #123456",
    ])
    func `is not added where the template has one`(body: String) {
        #expect(append(to: body) == body)
    }

    @Test func `stays the last line where the template has a line end behind it`() {
        #expect(append(to: "Code\n@shop.example #123456\n") == "Code\n@shop.example #123456")
    }

    @Test(arguments: [
        "@shop.example #123456\nThe team", "@shop.example #654321", "@shop.example  #123456", "@ #123456",
        "@shop.example #123456!", "@shop.example #123456 thanks", "Mail me@shop.example #123456", "#123456",
    ])
    func `is added where another line only looks like it`(body: String) {
        #expect(append(to: body) == body + "\n\n@login.example.com #123456")
    }

    @Test func `is the whole message where there is no other`() {
        #expect(append(to: "\n") == "@login.example.com #123456")
    }

    @Test func `is whole also where the text fills a message`() {
        let message = append(to: String(repeating: "é😀", count: 600))
        #expect(message.utf16.count <= MessageTemplate.renderedLimit)
        #expect(message.hasSuffix("😀\n\n@login.example.com #123456"))
    }

    @Test func `follows text of any script`() {
        #expect(append(to: "確認コード：123456") == "確認コード：123456\n\n@login.example.com #123456")
    }
}
