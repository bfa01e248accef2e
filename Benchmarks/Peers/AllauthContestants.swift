/// django-allauth in the ways that gunicorn's and Django's documentation leave open; whichever is the fastest counts.
struct AllauthContestants: Sendable {
    let options: PeersOptions
    let processes: PeerProcesses
    let databases: PeerDatabases
    let gateway: GatewayServer

    /// Twice as many as there are workers on two cores.
    static let connections = 16
    private static let threads = 2

    private struct Variant {
        let name: String
        let setup: String
        /// Of a gthread worker; nil is a sync worker.
        let threads: Int?
        let isCached: Bool
    }

    private static let variants = [
        Variant(name: "allauth-gthread", setup: "gthread workers", threads: threads, isCached: false),
        Variant(name: "allauth-sync", setup: "sync workers behind haproxy", threads: nil, isCached: false),
        Variant(
            name: "allauth-gthread-cached", setup: "gthread workers, sessions cached", threads: threads, isCached: true),
        Variant(
            name: "allauth-sync-cached", setup: "sync workers behind haproxy, sessions cached", threads: nil,
            isCached: true),
    ]

    /// Starts those that are wanted, on one database with one set of users.
    func start() async throws -> [Contestant] {
        let variants = AllauthContestants.variants.filter { options.wants($0.name) }
        guard !variants.isEmpty else { return [] }
        progress("setting up django-allauth with \(options.users) users")
        try await processes.setUp(
            "allauth", name: "allauth-setup", arguments: ["\(Phones.first)", "\(options.users)"],
            environment: try environment)
        let (cache, cachePort) = try processes.memcached()
        try await cache.waitUntilListening(port: cachePort)
        let phones = Phones(count: options.users)
        var contestants: [Contestant] = []
        for variant in variants {
            contestants.append(try await start(variant, cachePort: cachePort, phones: phones))
        }
        return contestants
    }

    private func start(_ variant: Variant, cachePort: Int, phones: Phones) async throws -> Contestant {
        progress("starting \(variant.name)")
        var environment = try environment
        if variant.isCached { environment["PEER_MEMCACHED"] = "127.0.0.1:\(cachePort)" }
        var (child, port) = try processes.gunicorn(
            variant.name, of: "allauth", application: "phonelogin.wsgi:application", threads: variant.threads,
            environment: environment)
        try await child.waitUntilReady(port: port, path: "/_allauth/app/v1/config")
        var proxy: Child?
        if variant.threads == nil {
            let (haproxy, own) = try processes.haproxy("\(variant.name)-haproxy", before: port)
            try await haproxy.waitUntilReady(port: own, path: "/_allauth/app/v1/config")
            (proxy, port) = (haproxy, own)
        }
        let (book, signatures) = (gateway.book, SignaturesSeen())
        return Contestant(
            name: variant.name, product: .allauth, setup: variant.setup,
            target: Target([child], port: port, balancer: proxy), connections: AllauthContestants.connections,
            signatures: signatures
        ) {
            AllauthScript(phones: phones, book: book, signatures: signatures)
        }
    }

    private var environment: [String: String] {
        get throws {
            [
                "DJANGO_SETTINGS_MODULE": "phonelogin.settings", "PEER_DATABASE": try databases.url(of: "allauth"),
                "PEER_GATEWAY": gateway.url, "PEER_KEY": "\(processes.folder)/allauth.pem",
            ]
        }
    }
}
