import Identity
import TestSupport
import Testing

@Suite struct `A change of a connection` {
    private func message(_ body: JSON) -> String? {
        do throws(ShapeProblem) {
            _ = try ConnectionPatch(body)
            return nil
        } catch { return error.message }
    }

    @Test(
        arguments: [
            ["from": ""], ["from": nil], ["template": nil], ["anything": ["of": "mine"]], ["totp": ["length": 4]],
            ["totp": ["length": 40, "time_step": 60]], ["totp": nil], ["gateway_authentication": nil],
            ["provider": nil],
            ["twilio_sid": "ABC123", "twilio_token": "DEF456"], ["upstream_params": ["x": 1]],
            ["forward_req_info": false], ["forward_req_info": "false"], ["messaging_service_sid": nil],
            ["origin_bound_codes": false], ["origin_bound_codes": nil], ["secret_base64_encoded": true],
            ["syntax": "md_with_macros", "template": "{% broken"],
            .gateway(["gateway_authentication": .object(GatewayPage.authentication)]), .gateway(), [:],
        ] as [JSONObject])
    func `may hold any options that live tenants hold`(options: JSONObject) {
        #expect(message(["options": .object(options)]) == nil)
    }

    @Test(
        arguments: [
            (
                ["origin_bound_codes": "no"],
                "'Expected type boolean but found type string' on property options.origin_bound_codes "
                    + "(Whether messages for the login page bind the code to the page's origin)."
            ),
            (
                ["totp": ["length": 3]],
                "'Value 3 is less than minimum 4' on property options.totp.length (Digits in a code)."
            ),
            (
                ["totp": ["length": 41]],
                "'Value 41 is greater than maximum 40' on property options.totp.length (Digits in a code)."
            ),
            (
                ["totp": ["length": "6"]],
                "'Expected type integer but found type string' on property options.totp.length (Digits in a code)."
            ),
            (
                ["totp": ["time_step": 59]],
                "'Value 59 is less than minimum 60' on property options.totp.time_step (Life of a code in seconds)."
            ),
            (
                ["totp": ["digits": 6]],
                "'Additional properties not allowed: digits' on property options.totp (The code's length and life)."
            ),
            (["provider": "acme"], "'No enum match for: acme' on property options.provider (The SMS provider)."),
            (["syntax": "stencil"], "'No enum match for: stencil' on property options.syntax (The template syntax)."),
            (
                ["template": ""],
                "'String is too short (0 chars), minimum 1' on property options.template (The message template)."
            ),
            (
                ["forward_req_info": "yes"],
                "'No enum match for: yes' on property options.forward_req_info "
                    + "(Whether the gateway receives the caller's IP address and user agent)."
            ),
            (
                ["provider": "sms_gateway"],
                "'Missing required property: gateway_url' on property options (The connection's options)."
            ),
            (
                ["gateway_authentication": ["method": "basic", "subject": "s", "audience": "a", "secret": "x"]],
                "'No enum match for: basic' on property options.gateway_authentication.method (The authentication method)."
            ),
            (
                ["gateway_authentication": ["method": "bearer", "subject": "s", "audience": "a"]],
                "'Missing required property: secret' on property options.gateway_authentication "
                    + "(How calls to the gateway are signed)."
            ),
            (
                ["gateway_authentication": ["method": "bearer", "subject": "s", "audience": "a", "secret": ""]],
                "'String is too short (0 chars), minimum 1' on property options.gateway_authentication.secret "
                    + "(The signing secret)."
            ),
        ] as [(JSONObject, String)])
    func `is refused with the reason and the place`(options: JSONObject, reason: String) {
        #expect(message(["options": .object(options)]) == reason)
    }

    @Test(arguments: ["not base64url!", "abc+", "a", "===="])
    func `is refused when its secret does not decode`(secret: String) {
        var authentication = GatewayPage.authentication
        authentication["secret"] = .string(secret)
        authentication["secret_base64_encoded"] = true
        #expect(
            message(["options": .object(.gateway(["gateway_authentication": .object(authentication)]))])
                == "'gateway_authentication.secret is not base64url text, though secret_base64_encoded says that it is' "
                + "on property options.gateway_authentication.secret (The signing secret).")
    }

    @Test(arguments: ["{urlOfYourGateway}", "ftp://example.com", "example.com", "http://user@example.com/", "http://"])
    func `is refused when its gateway cannot be called`(url: String) throws {
        let found = try #require(message(["options": .object(.gateway(["gateway_url": .string(url)]))]))
        #expect(found.hasSuffix("on property options.gateway_url (The URL of your SMS gateway)."))
    }

    @Test func `is refused when its Liquid cannot be parsed`() throws {
        let found = try #require(message(["options": ["syntax": "liquid", "template": "{% if %}"]]))
        #expect(found.contains("Liquid cannot be parsed"))
        #expect(found.contains("line 1"))
    }

    @Test(arguments: ["name", "strategy", "id"])
    func `cannot touch what a connection is`(member: String) {
        #expect(
            message(.object(JSONObject(dictionaryLiteral: (member, "sms"))))
                == "'Additional properties not allowed: \(member)'.")
    }

    @Test func `must change something`() {
        #expect(message([:]) == "'Too few properties defined (0), minimum 1'.")
    }

    @Test func `leaves alone what it does not name`() throws {
        var before = Connection.sample()
        before.displayName = "Phone"
        let after = try ConnectionPatch(["is_domain_connection": true]).apply(to: before)
        #expect(after.options == before.options)
        #expect(after.enabledClients == ["client"])
        #expect(after.displayName == "Phone")
        #expect(after.isDomainConnection)
    }

    @Test func `replaces the enabled clients as a list`() throws {
        let patch = try ConnectionPatch(["enabled_clients": ["b", "a"]])
        #expect(patch.enabledClients == ["b", "a"])
        #expect(patch.apply(to: .sample(enabledClients: ["client"])).enabledClients == ["b", "a"])
        #expect(try ConnectionPatch(["enabled_clients": []]).apply(to: .sample()).enabledClients == [])
        #expect(message(["enabled_clients": ["a", "a"]])?.contains("not unique (indexes 0 and 1)") == true)
    }

    @Test func `merges metadata and clears it with null`() throws {
        var before = Connection.sample()
        before.metadata = ["a": "1", "b": "2"]
        #expect(
            try ConnectionPatch(["metadata": ["a": nil, "c": "3"]]).apply(to: before).metadata == ["b": "2", "c": "3"])
        #expect(try ConnectionPatch(["metadata": nil]).apply(to: before).metadata == nil)
        #expect(try ConnectionPatch(["display_name": nil]).apply(to: before).displayName == nil)
    }
}

@Suite struct `The list of a connection's clients` {
    @Test func `is changed client by client`() throws {
        let change = try ConnectionClients([
            ["client_id": "a", "status": false], ["client_id": "c", "status": true],
            ["client_id": "b", "status": true],
        ])
        #expect(change.enabled == ["c", "b"])
        #expect(change.apply(to: .sample(enabledClients: ["a", "b"])).enabledClients == ["b", "c"])
    }

    @Test(
        arguments: [
            [:], [], .array(Array(repeating: ["client_id": "a", "status": true], count: 51)), [["client_id": "a"]],
            [["client_id": "", "status": true]], [["client_id": "a", "status": "true"]],
            [["client_id": "a", "status": true, "x": 1]],
        ] as [JSON])
    func `is refused when it is malformed`(body: JSON) {
        #expect(throws: ShapeProblem.self) { try ConnectionClients(body) }
    }
}

@Suite struct `A new connection` {
    @Test func `has what a connection has that nobody set`() throws {
        let connection = try NewConnection(["name": "sms-2", "strategy": "sms"]).make(
            id: "con_x", at: ManualClock.start)
        #expect(connection.realms == ["sms-2"])
        #expect(connection.enabledClients == [])
        #expect(!connection.isDomainConnection)
        #expect(connection.displayName == nil)
        #expect(connection.options == [:])
    }

    @Test(arguments: ["sms", "a", "A-1-b", String(repeating: "x", count: 128)])
    func `may have a name of letters, digits and single hyphens`(name: String) throws {
        #expect(try NewConnection(["name": .string(name), "strategy": "sms"]).name == name)
    }

    @Test(arguments: ["", "-a", "a-", "a--b", "a b", "a_b", "é", String(repeating: "x", count: 129)])
    func `may have no other name`(name: String) {
        #expect(throws: ShapeProblem.self) { try NewConnection(["name": .string(name), "strategy": "sms"]) }
    }

    @Test(arguments: ["email", "auth0", "SMS", ""])
    func `can only be of the strategy sms`(strategy: String) {
        #expect(throws: ShapeProblem.self) { try NewConnection(["name": "x", "strategy": .string(strategy)]) }
    }
}

@Suite struct `A warning` {
    private func warnings(_ options: JSONObject) -> [String] {
        ConnectionRules.warnings(for: .sample(options: options))
    }
    private let good: JSONObject = .gateway(["gateway_authentication": .object(GatewayPage.authentication)])

    @Test func `is not given of good options`() {
        #expect(warnings(good) == [])
    }

    @Test(
        arguments: [
            (["totp": ["length": 4]], "codes of 4 digits can be guessed"),
            (["totp": ["time_step": 900]], "codes live longer than the 10 minutes"),
            (["brute_force_protection": false], "wrong codes are not counted over a number"),
            (["template": "{% if %}@@password@@"], "the template's Liquid cannot be parsed"),
            (["gateway_authentication": nil], "calls to the gateway are not signed"),
            (
                ["provider": "twilio"],
                "no code can be sent: the connection has neither a gateway nor Twilio credentials"
            ),
        ] as [(JSONObject, String)])
    func `is given of what is allowed and unwise`(options: JSONObject, beginning: String) throws {
        let found = warnings(options.filled(from: good))
        #expect(found.count == 1)
        #expect(try #require(found.first).hasPrefix(beginning))
    }
}
