import Foundation
import Identity
import Logging
import Signing

extension KeySettings {
    /// The threads that sign, with the library that the settings name or that is the quicker one with this key.
    func makeSigner(for key: KeyRing.Entry, logger: Logger) -> SigningThreads {
        SigningThreads(
            count: signingThreads ?? ProcessInfo.processInfo.activeProcessorCount,
            library: signer.library ?? KeySettings.quickest(with: key, logger))
    }

    private static func quickest(with key: KeyRing.Entry, _ logger: Logger) -> SigningLibrary {
        let speed = SigningSpeed(with: key)
        var figures: Logger.Metadata = ["signer": "\(speed.fastest.rawValue)"]
        for (library, rate) in speed.signaturesPerSecond {
            figures["\(library.rawValue)_per_second"] = "\(Int(rate.rounded()))"
        }
        logger.info("the quicker signer was chosen", metadata: figures)
        return speed.fastest
    }
}
