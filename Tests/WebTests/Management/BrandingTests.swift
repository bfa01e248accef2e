import HTTPTypes
import Identity
import Testing

@Suite struct `The branding over the Management API` {
    @Test func `is empty before anyone sets it`() async throws {
        let answer = try await TestServer.start().manage(.get, "branding")
        #expect(answer.status == 200)
        #expect(answer.json == [:])
    }

    @Test func `keeps what a change does not name, colors too`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(
            .patch, "branding", ["colors": ["primary": "#0059d6"], "logo_url": "https://shop.example/logo.png"])
        let answer = try await server.manage(.patch, "branding", ["colors": ["page_background": "#fff"]])
        #expect(answer.status == 200)
        #expect(
            answer.json == [
                "colors": ["primary": "#0059d6", "page_background": "#fff"],
                "logo_url": "https://shop.example/logo.png",
            ])
        #expect(try await server.manage(.get, "branding").json == answer.json)
    }

    @Test func `loses a member where null is sent`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(
            .patch, "branding", ["colors": ["primary": "#0059d6"], "logo_url": "https://shop.example/logo.png"])
        let answer = try await server.manage(.patch, "branding", ["colors": ["primary": nil], "logo_url": nil])
        #expect(answer.json == [:])
    }

    @Test func `has an effect as soon as it is answered`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(.patch, "branding", ["colors": ["primary": "#0059d6"]])
        #expect(server.configuration.current.branding.primaryColor == "#0059d6")
    }

    @Test func `leaves a trace of each write`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(.patch, "branding", ["colors": ["primary": "#0059d6"]])
        #expect(try await server.eventTypes().filter { $0 == .managementWrite }.count == 1)
    }

    @Test(
        arguments: [
            (["surprise": 1], "Additional properties not allowed: surprise"), ([:], "Too few properties defined (0)"),
            (["logo_url": "http://shop.example/logo.png"], "format strict-https-uri"),
            (["colors": ["primary": "blue"]], "format html-color"), (["font": ["url": 1]], "on property font.url ("),
        ] as [(JSON, String)])
    func `names what is wrong with a change`(body: JSON, message: String) async throws {
        let answer = try await TestServer.start().manage(.patch, "branding", body)
        #expect(answer.status == 400)
        #expect(answer["errorCode"] == "invalid_body")
        #expect(answer.message?.contains(message) == true)
    }
}
