import Identity
import TestSupport
import Testing

@Suite struct `A client's refresh tokens` {
    private func policy(of client: JSONObject) throws -> RefreshTokenPolicy {
        try NewClient(.object(client.filled(from: ["name": "Shop"]))).make(
            id: "client", secret: Secret(""), at: ManualClock.start
        ).refreshTokenPolicy
    }

    private func complaint(_ client: JSONObject) -> String? {
        do throws(ShapeProblem) {
            _ = try NewClient(.object(client.filled(from: ["name": "Shop"])))
            return nil
        } catch { return error.message }
    }

    @Test func `neither rotate nor end unless that was asked for`() throws {
        let policy = try policy(of: [:])
        #expect(!policy.isRotating)
        #expect(!policy.isExpiring)
        #expect(policy.lifetime == nil)
        #expect(policy.idleLifetime == nil)
        #expect(policy.leeway == .zero)
    }

    @Test func `rotate and end where the client is a page`() throws {
        let policy = try policy(of: ["app_type": "spa"])
        #expect(policy.isRotating)
        #expect(policy.lifetime == .seconds(2_592_000))
        #expect(policy.idleLifetime == .seconds(1_296_000))
    }

    @Test func `have the lifetimes that were given, also as text`() throws {
        let policy = try policy(of: [
            "refresh_token": [
                "rotation_type": "rotating", "expiration_type": "expiring", "token_lifetime": "86400",
                "idle_token_lifetime": 3_600, "leeway": 30,
            ]
        ])
        #expect(policy.isRotating)
        #expect(policy.lifetime == .seconds(86_400))
        #expect(policy.idleLifetime == .seconds(3_600))
        #expect(policy.leeway == .seconds(30))
    }

    @Test func `may be without one of the two ends`() throws {
        let policy = try policy(of: [
            "app_type": "spa",
            "refresh_token": [
                "rotation_type": "rotating", "expiration_type": "expiring", "infinite_token_lifetime": true,
            ],
        ])
        #expect(policy.lifetime == nil)
        #expect(policy.idleLifetime == .seconds(1_296_000))
    }

    @Test func `get an idle life within the absolute one that was given`() throws {
        let expiring: JSONObject = ["rotation_type": "rotating", "expiration_type": "expiring"]
        let short = try policy(of: ["refresh_token": .object(expiring.filled(from: ["token_lifetime": 600]))])
        #expect(short.idleLifetime == .seconds(600))
        let long = try policy(of: ["refresh_token": .object(expiring.filled(from: ["idle_token_lifetime": 9_000_000]))])
        #expect(long.lifetime == .seconds(9_000_000))
    }

    @Test func `cannot idle longer than they live`() {
        #expect(
            complaint([
                "refresh_token": [
                    "rotation_type": "rotating", "expiration_type": "expiring", "token_lifetime": 600,
                    "idle_token_lifetime": 601,
                ]
            ])
                == "'The idle lifetime must not be longer than token_lifetime' on property "
                + "refresh_token.idle_token_lifetime (Seconds that an unused token lives).")
    }

    @Test(
        arguments: [
            ["expiration_type": "non-expiring"],
            [
                "expiration_type": "expiring", "infinite_token_lifetime": true, "infinite_idle_token_lifetime": true,
            ],
        ] as [JSONObject])
    func `of a page must end`(members: JSONObject) {
        #expect(
            complaint([
                "app_type": "spa",
                "refresh_token": .object(members.filled(from: ["rotation_type": "rotating"])),
            ])
                == "'Refresh tokens of single-page applications must expire' on property refresh_token "
                + "(Refresh token configuration).")
    }

    @Test(arguments: ["0", "-1", "1.5", "a day", "", "157788001"])
    func `have no lifetime that is no number of seconds`(text: String) {
        #expect(
            complaint([
                "refresh_token": [
                    "rotation_type": "rotating", "expiration_type": "expiring", "token_lifetime": .string(text),
                ]
            ]) != nil)
    }

    @Test func `end once the client becomes a page`() throws {
        let client = Client.sample(properties: ["app_type": "regular_web"])
        let page = try ClientPatch(["app_type": "spa"]).apply(to: client)
        #expect(page.refreshTokenPolicy.isRotating)
        #expect(page.refreshTokenPolicy.lifetime != nil)
    }

    @Test func `keep what was stored when something else changes`() throws {
        let stored: JSON = [
            "rotation_type": "rotating", "expiration_type": "expiring", "token_lifetime": 5, "idle_token_lifetime": 9,
        ]
        let client = Client.sample(properties: ["refresh_token": stored])
        #expect(try ClientPatch(["name": "New"]).apply(to: client).properties["refresh_token"] == stored)
    }
}
