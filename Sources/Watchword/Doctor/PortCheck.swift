import Glibc
import Identity
import NIOCore
import NIOPosix

/// Whether a server could listen where the settings say, or who does already.
struct PortCheck {
    let listen: ListenSettings
    let server: RunningServer

    /// - Parameter keyIDs: the store's signing keys; nil where the store could not be read.
    func findings(keyIDs: Set<String>?) async -> [Finding] {
        let place = "port \(listen.port)"
        guard listen.port != 0 else { return [.ok("port", "any free one is taken")] }
        switch await tryToListen() {
        case .free: return [.ok(place, "it is free, and \(listen.host) can be listened on")]
        case .taken: return await server.findings(place, keyIDs: keyIDs)
        case .impossible(let reason): return [.fail(place, reason.text, mend: reason.remedy)]
        }
    }

    private enum Outcome {
        case free
        case taken
        case impossible((text: String, remedy: String?))
    }

    private func tryToListen() async -> Outcome {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        do {
            let channel = try await bootstrap.bind(host: listen.host, port: listen.port).get()
            try await channel.close()
            return .free
        } catch let error as IOError {
            switch error.errnoCode {
            case EADDRINUSE: return .taken
            case EACCES:
                return .impossible(
                    (
                        "this user may not listen on it",
                        "Take a port above 1023, or grant AmbientCapabilities=CAP_NET_BIND_SERVICE in the systemd unit."
                    ))
            case EADDRNOTAVAIL:
                return .impossible(
                    ("\(listen.host) is no address of this machine", "Correct host; 0.0.0.0 means every address."))
            default:
                return .impossible(("it cannot be listened on: \(String(cString: strerror(error.errnoCode)))", nil))
            }
        } catch { return .impossible(("\(listen.host) cannot be listened on: \(error)", "Correct host.")) }
    }
}
