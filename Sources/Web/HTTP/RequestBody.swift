import HTTPTypes
import Hummingbird
import Identity
import NIOCore

/// Why a body cannot be read.
enum BodyProblem: Error {
    case tooLarge(limit: Int)
    case notJSON(JSONProblem)
    case notAnObject
    case wrongContentType
    case badForm(String)
    case connectionLost
}

/// Bodies, read whole within a limit.
enum RequestBody {
    /// Enough for any call that is not a Management write.
    static let smallLimit = 16 * 1_024
    /// Enough for a Management write.
    static let largeLimit = 256 * 1_024

    /// The bytes.
    static func bytes(_ request: Request, limit: Int) async throws(BodyProblem) -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw .tooLarge(limit: limit)
        }
        do {
            let buffer = try await request.body.collect(upTo: limit)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError { throw .tooLarge(limit: limit) } catch { throw .connectionLost }
    }

    /// A JSON value.
    static func json(_ request: Request, limit: Int) async throws(BodyProblem) -> JSON {
        let bytes = try await bytes(request, limit: limit)
        do throws(JSONProblem) { return try JSON.parse(bytes) } catch { throw .notJSON(error) }
    }

    /// The parameters of a JSON or form body; those that are null count as absent.
    static func parameters(_ request: Request, limit: Int = smallLimit) async throws(BodyProblem) -> JSONObject {
        let type = (request.headers[.contentType] ?? "application/json").lowercased()
        if type.hasPrefix("application/x-www-form-urlencoded") {
            return try FormBody.parse(await bytes(request, limit: limit))
        }
        guard type.hasPrefix("application/json") || type.hasPrefix("text/plain") else { throw .wrongContentType }
        guard let object = try await json(request, limit: limit).object else { throw .notAnObject }
        return object.filter { !$1.isNull }
    }
}

/// `application/x-www-form-urlencoded` (WHATWG URL section 5).
enum FormBody {
    /// The parameters as texts. A repeated name is refused (RFC 6749 section 3.2).
    static func parse(_ bytes: [UInt8]) throws(BodyProblem) -> JSONObject {
        var parameters = JSONObject()
        for pair in bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true) {
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let name = try decode(pair[..<equals])
            let value = equals == pair.endIndex ? "" : try decode(pair[pair.index(after: equals)...])
            guard parameters.count < 100 else { throw .badForm("More than 100 parameters") }
            guard parameters.updateValue(.string(value), forKey: name) == nil else {
                throw .badForm("The parameter \(name.prefix(64)) is repeated")
            }
        }
        return parameters
    }

    /// Percent-decoded text, `+` as a blank.
    static func decode(_ text: ArraySlice<UInt8>) throws(BodyProblem) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            switch text[index] {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard index + 2 < text.endIndex, let high = hexValue(text[index + 1]),
                    let low = hexValue(text[index + 2])
                else { throw .badForm("An unfinished % escape") }
                decoded.append(high << 4 | low)
                index += 2
            default: decoded.append(text[index])
            }
            index += 1
        }
        guard !decoded.contains(0), let string = String(validating: decoded, as: UTF8.self) else {
            throw .badForm("Not valid UTF-8")
        }
        return string
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
