import ArgumentParser
import Identity
import Logging
import SMS

/// Says what is wrong with this machine, the settings, the store and the connections, and how to mend it.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is wrong and how to mend it.",
        discussion: """
            Give it the settings that `serve` gets, and run it as the same user; the server may be running or not. \
            It prints a line for everything it looks at, and changes nothing. It connects to nobody but the server \
            of these settings, and looks the names of gateways up; only --send-test-to sends: one real message, with \
            zeros for a code.

            Exits 0 when nothing failed (warnings are no failures), 1 when something did, and 78 when the settings \
            are wrong.


            """ + ConfigurationReference.helpText())

    @Option(help: "Send one real message to this number through the connection's provider.")
    var sendTestTo: String?
    @Option(help: "The connection to send it through.")
    var connection = "sms"
    @OptionGroup var settings: SettingsFlags

    func run() async throws {
        let loaded = try settings.load()
        let request = try sendTestTo.map { text in
            guard let phone = PhoneNumber(text) else {
                throw ValidationError("--send-test-to takes + and 1 to 15 digits, such as +15555550100")
            }
            return Examination.Request(phone: phone, connection: connection)
        }
        let diagnosis = await Examination(
            loaded: loaded, clock: SystemClock(), resolver: SystemResolver(),
            logger: Logger(label: "doctor") { _ in SwiftLogNoOpLogHandler() }, tell: { Console.say($0.description) }
        ).run(sending: request)
        Console.say("\n" + diagnosis.summary)
        guard !diagnosis.isIll else { throw ExitCode(1) }
    }
}
