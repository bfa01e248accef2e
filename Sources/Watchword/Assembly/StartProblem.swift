import Identity
import Storage

/// Why a server does not start: what happened, and what to do.
enum StartProblem: Error, CustomStringConvertible {
    case store(StoreError, in: SQLStore.Place)
    case tenant(PrepareTenant.Failure, in: SQLStore.Place)
    case tls(String)
    case adminFile(path: String, reason: String)
    case port(host: String, port: Int, reason: String)

    var description: String {
        switch self {
        case .store(let error, let place), .tenant(.store(let error), let place):
            StartProblem.sentence(for: error, place)
        case .tenant(.key(let problem), _): "A signing key could not be made: \(problem.reason)"
        case .tenant(.secretDiffers(let clientID), _):
            "The settings give another secret for the client \(clientID) than the store holds. Nothing was changed. "
                + "To make the given one valid, run `watchword admin set-secret` with the same settings; "
                + "to keep the stored one, give that one."
        case .tenant(.clientDiffers(let stored, let given), _):
            "The settings name the client \(given), but this store's administration client is \(stored). "
                + "Give WATCHWORD_ADMIN_CLIENT_ID=\(stored), or leave both admin settings out."
        case .tls(let reason): "TLS cannot be set up: \(reason)"
        case .adminFile(let path, let reason):
            "The administration client was made, but its secret could not be written to \(path): \(reason). "
                + "Set one of your own with `watchword admin set-secret`."
        case .port(let host, let port, let reason): "Cannot listen on \(host) port \(port): \(reason)"
        }
    }

    var exitCode: Int32 {
        switch self {
        case .tenant(.secretDiffers, _), .tenant(.clientDiffers, _), .tls: 78
        default: 1
        }
    }

    private static func sentence(for error: StoreError, _ place: SQLStore.Place) -> String {
        switch error {
        case .cannotUnseal(let reason):
            "The master key does not open the store in \(place): \(reason). Start with the key the store was made with."
        case .newerVersion(let found, let known):
            "The store in \(place) was written by a newer Watchword (its shape is \(found), this one knows \(known)): "
                + "start the newer one, or restore the copy that it made before it changed the store."
        case .failed(let reason): "The store in \(place) cannot be used: \(reason)"
        case .overloaded, .closed: "The store in \(place) did not answer."
        }
    }
}
