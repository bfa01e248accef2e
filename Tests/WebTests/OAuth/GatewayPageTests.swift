import HTTPTypes
import Identity
import Testing

/// A walk down Auth0's page about custom SMS gateways; what happens at the gateway itself is tested with the providers.
@Suite struct `The gateway page` {
    private static let patch: JSONObject = [
        "options": [
            "strategy": "sms", "provider": "sms_gateway", "gateway_url": "https://sms.example.com/send",
            "from": "+1 234 567", "template": "Your verification code is: @@password@@", "brute_force_protection": true,
            "forward_req_info": "true", "disable_signup": false, "name": "sms", "syntax": "md_with_macros",
            "totp": ["time_step": 300, "length": 6],
        ],
        "is_domain_connection": false,
    ]

    private static let twilio: JSONObject = [
        "disable_signup": false, "name": "sms", "twilio_sid": "TWILIO_SID", "twilio_token": "TWILIO_AUTH_TOKEN",
        "from": "+15555555555", "syntax": "md_with_macros", "template": "Your SMS verification code is: @@password@@",
        "totp": ["time_step": 300, "length": 6], "messaging_service_sid": nil, "brute_force_protection": true,
    ]

    /// The connection `sms`, as the list shows it.
    private func connection(_ server: TestServer) async throws -> JSONObject {
        let list = try await server.manage(.get, "connections").json.array
        return try #require(list?.first { $0.object?["name"] == "sms" }?.object)
    }

    /// Changes the connection `sms`.
    private func change(_ server: TestServer, _ body: JSON) async throws -> TestAnswer {
        let id = try #require(try await connection(server)["id"]?.string)
        return try await server.manage(.patch, "connections/\(id)", body)
    }

    // C1, rows 2 to 4: the list, the connection in it, its members.
    @Test func `finds the connection in a bare list by its name`() async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(.get, "connections")
        #expect(answer.status == 200)
        #expect(answer.json.array?.count == 1)
        let connection = try await connection(server)
        #expect(connection["strategy"] == "sms")
        #expect(connection["is_domain_connection"] == false)
        #expect(connection["realms"] == ["sms"])
        #expect(connection["display_name"] == nil)
        let id = try #require(connection["id"]?.string)
        #expect(id.hasPrefix("con_"))
        #expect(id.count == 20)
    }

    // C1, row 5: Twilio's credentials come back in clear, and null stays null.
    @Test func `gives Twilio's options back as they were`() async throws {
        let server = try await TestServer.start()
        #expect(try await change(server, ["options": .object(Self.twilio)]).status == 200)
        #expect(try await connection(server)["options"] == .object(Self.twilio))
        #expect(try await server.manage(.get, "connections").text.contains(#""messaging_service_sid":null"#))
    }

    // C1, rows 6 to 8 and 10: the PATCH, stray members and all; what it leaves out is gone.
    @Test func `turns the connection to a gateway by one PATCH`() async throws {
        let server = try await TestServer.start()
        #expect(try await change(server, ["options": .object(Self.twilio)]).status == 200)
        let answer = try await change(server, .object(Self.patch))
        #expect(answer.status == 200)
        #expect(answer["options"] == Self.patch["options"])
        #expect(try await connection(server)["options"] == Self.patch["options"])
    }

    // C1, row 12: the pasted body has a comma too many; the answer says where.
    @Test func `is told about its comma, by line and column`() async throws {
        let server = try await TestServer.start()
        let id = try #require(try await connection(server)["id"]?.string)
        let pasted = JSON.object(Self.patch).text.dropLast() + ",\n}"
        let headers: HTTPFields = [
            .authorization: "Bearer \(try await server.managementToken())", .contentType: "application/json",
        ]
        let answer = try await server.send(
            .patch, "/api/v2/connections/\(id)", headers: headers, body: Array(pasted.utf8))
        #expect(answer.status == 400)
        #expect(answer.message?.contains("(line 2, column 1)") == true)
        #expect(try await connection(server)["options"] != Self.patch["options"])
    }

    // C1, row 9: a URL that cannot be called is refused when it is saved.
    @Test func `must name a URL that can be called`() async throws {
        let server = try await TestServer.start()
        let answer = try await change(
            server, ["options": ["provider": "sms_gateway", "gateway_url": "{urlOfYourGateway}"]])
        #expect(answer.status == 400)
        #expect(answer.message?.contains("options.gateway_url") == true)
    }

    // C1, row 11: the text "true" and the value true.
    @Test(arguments: ["true", true] as [JSON])
    func `forwards who asks, for the text and for the value`(isOn: JSON) async throws {
        let server = try await TestServer.withShop(options: ["forward_req_info": isOn])
        let headers = HTTPFields.one("user-agent", "Mozilla/5.0 (Macintosh)")
        #expect(try await server.start(headers: headers).status == 200)
        let caller = try #require(server.provider.messages.first?.caller)
        #expect(caller.address.description == "127.0.0.1")
        #expect(caller.userAgent == "Mozilla/5.0 (Macintosh)")
    }

    // C1, row 11: the text "false".
    @Test(arguments: ["false", false, nil] as [JSON])
    func `forwards nobody otherwise`(isOn: JSON) async throws {
        let server = try await TestServer.withShop(options: ["forward_req_info": isOn])
        #expect(try await server.start().status == 200)
        #expect(server.provider.messages.first?.caller == nil)
    }

    // C1, rows 13 and 15: authentication, and a secret that is base64url.
    @Test func `may say how requests are signed`() async throws {
        let server = try await TestServer.start()
        var options = try #require(Self.patch["options"]?.object)
        options["gateway_authentication"] = [
            "method": "bearer", "subject": "urn:Auth0", "audience": "urn:MySmsGateway", "secret": "U2VjcmV0LQ",
            "secret_base64_encoded": true,
        ]
        #expect(try await change(server, ["options": .object(options)]).status == 200)
        #expect(try await connection(server)["options"] == .object(options))
        options["gateway_authentication"] = [
            "method": "bearer", "subject": "s", "audience": "a", "secret": "not base64url!",
            "secret_base64_encoded": true,
        ]
        #expect(try await change(server, ["options": .object(options)]).status == 400)
    }

    // C1, row 17: one message each sign-up and each log-in.
    @Test func `has one message sent for each sign-up and each log-in`() async throws {
        let server = try await TestServer.withShop()
        for count in 1...2 {
            #expect(try await server.exchange(try await server.code()).status == 200)
            #expect(server.provider.messages.count == count)
        }
        let message = try #require(server.provider.messages.first)
        #expect(message.recipient.e164 == TestServer.phone)
        #expect(message.body.hasPrefix("Your code is "))
        #expect(message.sender == "+1 234 567")
    }

    // C1, rows 22 to 24: the three errors.
    @Test(arguments: [
        "Unexpected response while calling the SMS gateway: 201",
        "Authentication failed while calling the SMS gateway: 401",
        "Timeout while calling the SMS gateway: ESOCKETTIMEDOUT",
    ])
    func `has the gateway's failure told as sms_provider_error`(text: String) async throws {
        let server = try await TestServer.withShop()
        let problem = DeliveryProblem(forCaller: text)
        server.provider.answer(text.hasPrefix("Timeout") ? .unknown(problem) : .refused(problem))
        #expect(try await server.start().refusal == Refusal(400, "sms_provider_error", text))
    }

    // C1, row 28: nothing is tried twice.
    @Test func `has no message sent twice`() async throws {
        let server = try await TestServer.withShop()
        server.provider.answer(.refused(DeliveryProblem(forCaller: "no")))
        _ = try await server.start()
        #expect(server.provider.messages.count == 1)
    }
}
