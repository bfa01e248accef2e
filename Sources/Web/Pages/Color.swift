import Foundation

/// A colour of 24 bits, as the style sheets write it.
struct Color: Sendable, Equatable {
    let red: UInt8
    let green: UInt8
    let blue: UInt8

    static let black = Color(red: 0, green: 0, blue: 0)
    static let white = Color(red: 255, green: 255, blue: 255)

    init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// `#rgb`, `#rrggbb`, or the same without the sign.
    init?(_ text: String) {
        var digits: [UInt8] = []
        for byte in text.utf8.first == UInt8(ascii: "#") ? text.utf8.dropFirst() : text.utf8[...] {
            guard let digit = Self.value(of: byte), digits.count < 6 else { return nil }
            digits.append(digit)
        }
        switch digits.count {
        case 3: self.init(red: digits[0] * 17, green: digits[1] * 17, blue: digits[2] * 17)
        case 6:
            self.init(
                red: digits[0] << 4 | digits[1], green: digits[2] << 4 | digits[3], blue: digits[4] << 4 | digits[5])
        default: return nil
        }
    }

    /// `rrggbb`.
    var hex: String {
        [red, green, blue].map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// `#rrggbb`.
    var css: String { "#" + hex }

    /// The ratio of contrast of WCAG 2.2, 1 to 21.
    func contrast(with other: Color) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    /// Black or white, whichever reads better on this; at least 4.5 on any colour.
    var ink: Color { contrast(with: .white) >= contrast(with: .black) ? .white : .black }

    /// This colour, moved towards an ink as little as it takes to reach a contrast on a ground.
    func towards(_ ink: Color, until ratio: Double, on ground: Color) -> Color {
        (0..<10).lazy.map { mixed(with: ink, share: Double($0) / 10) }.first { $0.contrast(with: ground) >= ratio }
            ?? ink
    }

    private func mixed(with other: Color, share: Double) -> Color {
        func mix(_ one: UInt8, _ two: UInt8) -> UInt8 {
            UInt8((Double(one) * (1 - share) + Double(two) * share).rounded())
        }
        return Color(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
    }

    /// The relative luminance of WCAG 2.2, 0 to 1.
    var luminance: Double {
        func linear(_ channel: UInt8) -> Double {
            let share = Double(channel) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
