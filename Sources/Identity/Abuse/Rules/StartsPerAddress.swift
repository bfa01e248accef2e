/// So many starts an hour from one address, for calls without client authentication (contract section 2). IPv4 addresses
/// count whole, IPv6 addresses by their /64.
struct StartsPerAddress: Sendable {
    static let window = Duration.seconds(3_600)
    private let bucket: TokenBucket

    init(limit: Int) { bucket = TokenBucket(limit: limit, window: StartsPerAddress.window) }

    func take(_ caller: Caller, in tx: any StoreTransaction, at now: Timestamp) throws(StoreError) -> RateLimit {
        let key = caller.address.limitKey
        let (fullAt, state) = bucket.take(fullAt: try tx.addressLimit(key), at: now)
        if let fullAt { try tx.putAddressLimit(key, fullAt: fullAt) }
        return state
    }
}
