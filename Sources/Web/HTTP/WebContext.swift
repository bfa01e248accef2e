import HTTPTypes
import Hummingbird
import Identity
import Logging
import NIOCore

/// What every handler knows of its request: who is at the other end, and the request's id.
package struct WebContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The address at the other end of the connection.
    package let peer: IPAddress
    /// Who the Management API found the caller to be; set by its authentication alone.
    var managementCaller: ManagementCaller?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress.flatMap(IPAddress.init) ?? WebContext.loopback
    }

    /// Where requests come from that come over no network.
    private static let loopback = IPAddress(v4: 0x7F00_0001)
}

/// The context below the Management API's door: it cannot be made without a caller, so no handler runs unauthenticated.
package struct ManagementContext: ChildRequestContext {
    package var coreContext: CoreRequestContextStorage
    let caller: ManagementCaller
    let peer: IPAddress

    package init(context: WebContext) throws {
        guard let caller = context.managementCaller else { throw ManagementError.missingAuthentication }
        self.caller = caller
        coreContext = context.coreContext
        peer = context.peer
    }
}

/// A client that calls the Management API with a valid token.
package struct ManagementCaller: Sendable {
    let clientID: String
    let scopes: Set<String>
}
