import Hummingbird
import NIOCore

/// What a handler knows about its request: the usual, and the connection itself, which a misbehaving number abuses.
package struct InboxContext: RequestContext {
    package var coreContext: CoreRequestContextStorage

    /// The TCP connection the request came on.
    let channel: any Channel

    /// Called by Hummingbird for every request.
    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
