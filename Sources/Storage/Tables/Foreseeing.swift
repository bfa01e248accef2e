import Identity

extension SQLTransaction {
    package func foresee(_ rows: [Foreseen]) throws(StoreError) {
        guard connection.isFar else { return }
        for row in rows {
            switch row {
            case .number(let connectionID, let phone):
                try connection.post(Self.blankHistory(connectionID, phone))
                try connection.ask(findHistory(connectionID, phone))
            case .address(let key):
                try connection.post(Self.fullBucket(key))
                try connection.ask(findLimit(key))
            case .loginCode(let connectionID, let phone, let holder):
                try connection.ask(Self.findCode(connectionID, phone, holder))
            case .user(let connectionID, let phone): try connection.ask(findUser(connectionID, phone))
            case .userByID(let id): try connection.ask(findUser(id: id))
            case .session(let id): try connection.ask(findSession(id: id))
            case .refreshToken(let id): try connection.ask(findRefreshToken(id: id))
            }
        }
    }
}
