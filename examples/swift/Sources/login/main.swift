// Signs a person in from the command line: a native client, a loopback redirect (RFC 8252), code and PKCE.
import Crypto
import Foundation
import FoundationNetworking

guard CommandLine.arguments.count == 3 else { fail("Usage: login ISSUER CLIENT_ID") }
let (issuer, clientID) = (CommandLine.arguments[1], CommandLine.arguments[2])
let server = await ask(issuer + ".well-known/openid-configuration")
guard server["issuer"] == issuer else { fail("This server is not \(issuer)") }

let (listener, port) = listenOnLoopback()
let (redirect, state, verifier) = ("http://127.0.0.1:\(port)/", randomText(), randomText())
let query = encoded([
    "response_type": "code", "client_id": clientID, "redirect_uri": redirect, "scope": "openid profile phone",
    "state": state, "code_challenge_method": "S256",
    "code_challenge": base64URL(SHA256.hash(data: Data(verifier.utf8))),
])
print("Open this address in a browser and sign in:\n\n  \(server["authorization_endpoint"] ?? "")?\(query)\n")
fflush(nil)
let answer = waitForAnswer(to: state, on: listener)
guard answer["iss"] == issuer else { fail("This answer is another server's.") }
guard let code = answer["code"] else { fail(answer["error_description"] ?? "The answer has no code.") }
let form = encoded([
    "grant_type": "authorization_code", "client_id": clientID, "redirect_uri": redirect, "code": code,
    "code_verifier": verifier,
])
let tokens = await ask(server["token_endpoint"], form: form)
let person = await ask(server["userinfo_endpoint"], token: tokens["access_token"])
for (name, value) in person.sorted(by: { $0.key < $1.key }) { print("\(name): \(value)") }

func fail(_ words: String) -> Never {
    print("Not signed in. \(words)")
    exit(1)
}

func base64URL(_ data: some Sequence<UInt8>) -> String {
    Data(data).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}
func randomText() -> String { base64URL(SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }) }

/// Fields as they stand in a query or a form.
func encoded(_ fields: KeyValuePairs<String, String>) -> String {
    let plain = CharacterSet(charactersIn: "-._~").union(.alphanumerics)
    return fields.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: plain) ?? "")" }.joined(separator: "&")
}

/// The strings of the JSON object at an address. With a form it is a POST.
func ask(_ address: String?, token: String? = nil, form: String? = nil) async -> [String: String] {
    guard let address, let url = URL(string: address) else { fail("The server names no address for this.") }
    var request = URLRequest(url: url)
    if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
    if let form { (request.httpMethod, request.httpBody) = ("POST", Data(form.utf8)) }
    guard let (body, response) = try? await URLSession.shared.data(for: request),
        let object = try? JSONSerialization.jsonObject(with: body) as? [String: Any]
    else { fail("Nothing to be understood came from \(address)") }
    let strings = object.compactMapValues { $0 as? String }
    guard (response as? HTTPURLResponse)?.statusCode == 200 else { fail(strings["error_description"] ?? "\(object)") }
    return strings
}

/// A free port of this machine, where the browser comes back to (RFC 8252 section 7.3).
func listenOnLoopback() -> (listener: Int32, port: UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    (address.sin_family, address.sin_addr.s_addr) = (sa_family_t(AF_INET), inet_addr("127.0.0.1"))
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(listener, $0, size) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &size) == 0
        }
    }
    guard isListening else { fail("No port can be listened on.") }
    return (listener, UInt16(bigEndian: address.sin_port))
}

/// The query of the first request that brings this state. Any other gets 404: anyone may knock here.
func waitForAnswer(to state: String, on listener: Int32) -> [String: String] {
    while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { fail("The port was closed.") }
        defer { close(connection) }
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var (head, buffer, count) = (Data(), [UInt8](repeating: 0, count: 4_096), 1)
        while count > 0, head.count < 16_384, head.range(of: Data("\r\n\r\n".utf8)) == nil {
            count = recv(connection, &buffer, buffer.count, 0)
            head += buffer.prefix(max(0, count))
        }
        let line = String(decoding: head.prefix { $0 != 13 }, as: UTF8.self).replacing("+", with: "%20")
        let words = line.split(separator: " ").map(String.init)
        let items = words.count == 3 ? URLComponents(string: words[1])?.queryItems ?? [] : []
        let query = Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
        let isOurs = words.first == "GET" && query["state"] == state
        let (status, text) = isOurs ? ("200 OK", "You can close this window.") : ("404 Not Found", "Nothing here.")
        let reply = "HTTP/1.1 \(status)\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n\(text)\r\n"
        _ = send(connection, reply, reply.utf8.count, Int32(MSG_NOSIGNAL))
        if isOurs { return query }
    }
}
