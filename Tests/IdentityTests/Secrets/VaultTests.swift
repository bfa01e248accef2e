import Identity
import TestSupport
import Testing

@Suite struct `A vault` {
    private let vault = Vault.sample
    private let other = Vault(.sample(8))
    private let place = SealedPlace(table: "clients", column: "secret", row: "a")

    @Test func `opens what it sealed`() throws {
        let sealed = try vault.seal("the secret".utf8, at: place)
        #expect(try vault.open(sealed, at: place) == Array("the secret".utf8))
    }

    @Test func `opens nothing that was empty`() throws {
        #expect(try vault.open(try vault.seal([], at: place), at: place) == [])
    }

    @Test func `never seals the same way twice`() throws {
        #expect(try vault.seal("x".utf8, at: place) != vault.seal("x".utf8, at: place))
    }

    @Test(arguments: [
        SealedPlace(table: "apis", column: "secret", row: "a"),
        SealedPlace(table: "clients", column: "properties", row: "a"),
        SealedPlace(table: "clients", column: "secret", row: "b"),
    ])
    func `does not open what was moved`(elsewhere: SealedPlace) throws {
        let sealed = try vault.seal("x".utf8, at: place)
        #expect(throws: StoreError.cannotUnseal("a sealed value was changed or moved")) {
            try vault.open(sealed, at: elsewhere)
        }
    }

    @Test func `does not open what was changed`() throws {
        let sealed = try vault.seal("x".utf8, at: place)
        for index in sealed.indices.dropFirst(8) {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: StoreError.self) { try vault.open(changed, at: place) }
        }
        #expect(throws: StoreError.cannotUnseal("a sealed value is cut short")) {
            try vault.open(Array(sealed.prefix(35)), at: place)
        }
    }

    @Test func `names both keys when it has the wrong one`() throws {
        let sealed = try other.seal("x".utf8, at: place)
        #expect(
            throws: StoreError.cannotUnseal(
                "a value was sealed with the master key \(other.keyID), and this one is \(vault.keyID)")
        ) { try vault.open(sealed, at: place) }
        #expect(vault.keyID.count == 8)
        #expect(vault.keyID != other.keyID)
    }

    @Test func `reads its own opaque tokens and no others`() throws {
        let token = try vault.makeOpaque(Array("content".utf8))
        #expect(vault.readOpaque(token) == Array("content".utf8))
        #expect(other.readOpaque(token) == nil)
        #expect(vault.readOpaque(token + "A") == nil)
        #expect(vault.readOpaque(String(token.dropLast())) == nil)
        #expect(vault.readOpaque("") == nil)
        #expect(vault.readOpaque("a.b.c") == nil)
        #expect(vault.readOpaque(String(repeating: "A", count: 5_000)) == nil)
    }

    @Test func `does not take a sealed value for a token`() throws {
        let sealed = try vault.seal("x".utf8, at: place)
        #expect(vault.readOpaque(Base64URL.encode(sealed)) == nil)
    }

    @Test func `binds a login code to everything around it`() throws {
        func hash(
            _ code: String = "123456", id: String = "i", connection: String = "c", phone: PhoneNumber = .sample(),
            holder: LoginHolder = .client("k"), vault: Vault = .sample
        ) -> [UInt8] { vault.hash(code: code, id: id, connection: connection, phone: phone, holder: holder) }
        let hashes = [
            hash(), hash("123457"), hash(id: "j"), hash(connection: "d"), hash(phone: .sample(2)),
            hash(holder: .client("l")),
            hash(holder: .browser("k")), hash(vault: other),
        ]
        #expect(Set(hashes).count == hashes.count)
        #expect(hash() == hash())
    }

    @Test func `names a number's user by connection, number and generation`() {
        func key(_ connection: String = "c", _ phone: PhoneNumber = .sample(), _ generation: Int = 0) -> String {
            vault.userKey(connection: connection, phone: phone, generation: generation)
        }
        let keys = [key(), key("d"), key("c", .sample(2)), key("c", .sample(), 1)]
        #expect(Set(keys).count == 4)
        #expect(keys.allSatisfy { $0.count == 24 && $0.allSatisfy { "0123456789abcdef".contains($0) } })
        #expect(key() == keys[0])
    }
}

@Suite struct `A master key` {
    @Test(arguments: [0, 31, 33, 64])
    func `has 32 bytes`(count: Int) {
        #expect(MasterKey(Array(repeating: 1, count: count)) == nil)
        #expect(MasterKey(Array(repeating: 1, count: 32)) != nil)
    }
}

@Suite struct `A secret` {
    @Test func `prints dots`() {
        let secret = Secret("the-value")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!text.contains("the-value"))
        }
    }
}
