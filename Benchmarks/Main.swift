import Foundation
import Glibc
import Identity

/// The load driver: plays clients and gateway against a server of its own making, and says what it saw.
///
/// Without a role it is the driver. The roles are processes that the driver starts for itself.
@main
enum Benchmarks {
    static func main() async {
        DescriptorLimit.raise()
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            switch arguments.first {
            case "bare": try await BareServer(arguments: arguments.dropFirst()).run()
            case "gateway": try await GatewayRole(arguments: arguments.dropFirst()).run()
            case "delay": try await DelayRelay(arguments: arguments.dropFirst()).run()
            case "statements": try await StatementsRun(StatementsOptions(arguments.dropFirst())).perform()
            case "page": try DocumentRole(arguments: arguments.dropFirst()).run()
            case "peers": try await PeersRun(arguments: arguments.dropFirst()).run()
            case "--help", "-h": print(Options.usage)
            default: try await drive(Options(arguments))
            }
        } catch let error as UsageError {
            progress(error.message)
            exit(64)
        } catch {
            progress("the benchmark failed: \(error)")
            exit(1)
        }
    }

    private static func drive(_ options: Options) async throws {
        let run = try Run(options)
        let watch = Child.endWithDriver { run.removeAll() }
        let results = try await run.perform()
        print(Page(results: results).text)
        if let path = options.json {
            try Data(results.json.serialized() + [0x0A]).write(to: URL(fileURLWithPath: path))
        }
        withExtendedLifetime(watch) {}
    }
}
