import Crypto

/// Where a sealed value stands in the store. It is bound to this place: moved to another, it does not open.
package struct SealedPlace: Sendable {
    fileprivate let text: String
    /// The table, the column and the row's key.
    package init(table: StaticString, column: StaticString, row: String) {
        text = "\(table)\u{1F}\(column)\u{1F}\(row)"
    }
}

/// Seals what must be given back, hashes what must only be recognised; all keys come from the master key.
package struct Vault: Sendable {
    private let sealingKey: SymmetricKey
    private let loginCodeKey: SymmetricKey
    private let userIDKey: SymmetricKey
    private let tokenKey: SymmetricKey
    /// The master key's id, stored in front of each sealed value.
    package let keyID: String

    package init(_ masterKey: MasterKey) {
        sealingKey = masterKey.derive(.sealing)
        loginCodeKey = masterKey.derive(.loginCodes)
        userIDKey = masterKey.derive(.userIDs)
        tokenKey = masterKey.derive(.opaqueTokens)
        keyID = masterKey.id
    }

    /// Key id, nonce, ciphertext and tag (AES-256-GCM), bound to its place.
    package func seal(_ plain: some Collection<UInt8>, at place: SealedPlace) throws(StoreError) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(Array(plain), using: sealingKey, authenticating: Array(place.text.utf8))
            return Array(keyID.utf8) + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        } catch { throw .failed("sealing a value failed") }
    }

    /// The value behind a sealed one.
    package func open(_ sealed: [UInt8], at place: SealedPlace) throws(StoreError) -> [UInt8] {
        guard sealed.count >= 8 + 12 + 16 else { throw .cannotUnseal("a sealed value is cut short") }
        let storedKeyID = String(decoding: sealed.prefix(8), as: UTF8.self)
        guard storedKeyID == keyID else {
            throw .cannotUnseal("a value was sealed with the master key \(storedKeyID), and this one is \(keyID)")
        }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.dropFirst(8))
            return Array(try AES.GCM.open(box, using: sealingKey, authenticating: Array(place.text.utf8)))
        } catch { throw .cannotUnseal("a sealed value was changed or moved") }
    }

    /// The stored form of a login code: HMAC-SHA256 over everything the code is bound to.
    package func hash(code: String, id: String, connection: String, phone: PhoneNumber, holder: LoginHolder) -> [UInt8]
    {
        let bound = "\(id)\u{1F}\(connection)\u{1F}\(phone.e164)\u{1F}\(holder.text)\u{1F}\(code)"
        return Array(HMAC<SHA256>.authenticationCode(for: Array(bound.utf8), using: loginCodeKey))
    }

    /// The 24 hexadecimal digits that a number's user has or will have: known and unknown numbers look alike.
    ///
    /// Deleting a user raises the generation, so that a new user of the number is another one.
    package func userKey(connection: String, phone: PhoneNumber, generation: Int) -> String {
        let bound = "\(connection)\u{1F}\(phone.e164)\u{1F}\(generation)"
        return HMAC<SHA256>.authenticationCode(for: Array(bound.utf8), using: userIDKey).prefix(12).hex
    }

    /// Text that only this server reads, and for this purpose alone: base64url of key id, nonce, ciphertext and tag.
    package func makeOpaque(_ plain: [UInt8], for purpose: OpaquePurpose = .accessToken) throws(StoreError) -> String {
        do {
            let box = try AES.GCM.seal(plain, using: tokenKey, authenticating: purpose.bound)
            return Base64URL.encode(Array(keyID.utf8) + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag))
        } catch { throw .failed("sealing a token failed") }
    }

    /// What `makeOpaque` was given for the same purpose, or nil for any other text.
    package func readOpaque(_ text: String, for purpose: OpaquePurpose = .accessToken) -> [UInt8]? {
        guard text.utf8.count <= purpose.textLimit, let bytes = Base64URL.decode(text), bytes.count >= 36,
            String(decoding: bytes.prefix(8), as: UTF8.self) == keyID,
            let box = try? AES.GCM.SealedBox(combined: bytes.dropFirst(8)),
            let plain = try? AES.GCM.open(box, using: tokenKey, authenticating: purpose.bound)
        else { return nil }
        return Array(plain)
    }
}

/// What an opaque text is for: one made for one purpose does not open as another.
package enum OpaquePurpose: String, Sendable, CaseIterable {
    case accessToken = "access_token"
    case refreshToken = "refresh_token"
    /// A visit to the hosted page: the `state` of its forms.
    case loginTransaction = "login_transaction"
    /// The ticket of `/co/authenticate`.
    case loginTicket = "login_ticket"
    /// The question whether somebody wants to log out.
    case logout = "logout"

    /// Access tokens were the first and are bound to nothing more.
    fileprivate var bound: [UInt8] { self == .accessToken ? [] : Array(rawValue.utf8) }
    /// A visit carries the application's request, whose `state` alone may have 2,048 characters.
    fileprivate var textLimit: Int { self == .loginTransaction || self == .logout ? 32_768 : 4_096 }
}
