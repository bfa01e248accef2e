import ArgumentParser
import Foundation
import Identity
import Logging
import Storage

/// Keys: the master key and the keys that sign.
struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a master key; rotate the signing keys.", subcommands: [Master.self, Rotate.self])

    /// Prints a new master key.
    struct Master: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a new master key: 32 random bytes in base64.",
            discussion: "Keep it apart from the data folder, with a copy: without it the store cannot be opened.")

        func run() {
            Console.say(Data(SystemRandom().bytes(32)).base64EncodedString())
        }
    }

    /// Rotates the signing keys of a store.
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate", abstract: "Make the next signing key the current one, and a new next one.",
            discussion: """
                The old key stays published, so tokens that it signed stay valid. A running server follows within a second.

                """ + ConfigurationReference.helpText())

        @OptionGroup var settings: SettingsFlags

        func run() async throws {
            try await OfflineStore.use(settings) { store, settings in
                let issuer = Issuer(url: settings.listen.issuer(port: settings.listen.port).description)
                let rotate = RotateSigningKeys(store: store, clock: SystemClock(), host: issuer.host)
                switch try await rotate.rotate() {
                case .rotated(let current, let next): Console.say("current \(current)\nnext    \(next)")
                case .alreadyRotated(let current): Console.say("current \(current)")
                }
            }
        }
    }
}
