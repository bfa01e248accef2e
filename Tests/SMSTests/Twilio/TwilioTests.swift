import Foundation
import Identity
import SMS
import Testing

@Suite struct `A message through Twilio` {
    /// What Twilio got for one message.
    private func request(
        _ message: SMSMessage, through provider: SMSOptions.Provider = .twilio(), path: String = ""
    ) async throws -> RecordedRequest {
        try await withServer(answer(201)) { server in
            try await withProviders(Setup(twilio: "http://127.0.0.1:\(server.port)\(path)")) { providers in
                #expect(await providers.send(message, through: provider) == .accepted)
            }
            return try #require(server.requests.first)
        }
    }

    /// What became of a message that Twilio answered with an error.
    private func delivery(_ status: Int, _ body: String) async throws -> Delivery {
        let head = head(status, ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"])
        return try await SMSTests.delivery(over: .twilio, to: .answer(head + body))
    }

    // C1, row 1 and C7: Twilio where nothing else is said.
    @Test func `goes to the account's messages`() async throws {
        let line = try await request(.sample()).line
        #expect(line == "POST /2010-04-01/Accounts/\(Secrets.sid)/Messages.json HTTP/1.1")
    }

    @Test func `goes below the path of the setting`() async throws {
        let line = try await request(.sample(), path: "/proxy").line
        #expect(line == "POST /proxy/2010-04-01/Accounts/\(Secrets.sid)/Messages.json HTTP/1.1")
    }

    @Test func `cannot leave the account's path`() async throws {
        let line = try await request(.sample(), through: .twilio(sid: "AC1/../../x?y#z")).line
        #expect(line == "POST /2010-04-01/Accounts/AC1%2F..%2F..%2Fx%3Fy%23z/Messages.json HTTP/1.1")
    }

    @Test func `proves itself with SID and token`() async throws {
        let basic = Data("\(Secrets.sid):\(Secrets.twilioToken)".utf8).base64EncodedString()
        #expect(try await request(.sample()).values(of: "Authorization") == ["Basic \(basic)"])
    }

    @Test func `is a form`() async throws {
        let request = try await request(.sample(body: "Code: 1&2=3 é"))
        #expect(request.values(of: "Content-Type") == ["application/x-www-form-urlencoded"])
        #expect(request.body == "To=%2B819012345678&From=%2B1%20234%20567&Body=Code%3A%201%262%3D3%20%C3%A9")
    }

    @Test func `comes from the messaging service when there is one`() async throws {
        let body = try await request(.sample(), through: .twilio(service: "MG1")).body
        #expect(body == "To=%2B819012345678&MessagingServiceSid=MG1&Body=Your%20code%20is%20424242")
    }

    @Test func `needs a sender`() async throws {
        try await withProviders { providers in
            let delivery = await providers.send(.sample(sender: nil), through: .twilio())
            #expect(delivery.isRefused)
            #expect(
                delivery.text == "Twilio needs a sender: the connection has neither from nor messaging_service_sid")
        }
    }

    @Test func `is refused with Twilio's words and code`() async throws {
        let delivery = try await delivery(
            400, #"{"code":21608,"message":"The number is unverified.","more_info":"…","status":400}"#)
        #expect(delivery.isRefused)
        #expect(delivery.text == "The number is unverified. (Code: 21608)")
    }

    @Test func `is refused without the number that Twilio quotes`() async throws {
        let delivery = try await delivery(
            400, #"{"code":21211,"message":"The 'To' number \#(Secrets.phone) is not valid.","status":400}"#)
        #expect(delivery.text == "The 'To' number +•••• is not valid. (Code: 21211)")
    }

    @Test(arguments: ["", "<html>", "[]", "{}", #"{"code":"x","message":"y"}"#, String(repeating: " ", count: 20_000)])
    func `is refused with the status when Twilio says nothing more`(body: String) async throws {
        let delivery = try await delivery(503, body)
        #expect(delivery.isRefused)
        #expect(delivery.text == "Unexpected response from Twilio: 503")
    }

    @Test func `is refused at the deadline when Twilio's error does not end`() async throws {
        let delivery = try await SMSTests.delivery(
            over: .twilio, to: .answer(head(400, ["Content-Length: 10"])), deadline: .seconds(4))
        #expect(delivery.isRefused)
        #expect(delivery.text == "Unexpected response from Twilio: 400")
    }
}
