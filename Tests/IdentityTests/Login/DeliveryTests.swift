import Identity
import Synchronization
import TestSupport
import Testing

@Suite struct `The delivery of a code` {
    @Test func `need not be known before the code is typed`() async throws {
        let stage = try await LoginStage.open()
        let typed = Mutex("")
        stage.messenger.onMessage { message in
            let outcome = try? await stage.verify(Messenger.code(in: message))
            typed.withLock { $0 = outcome?.word ?? "failed" }
            return .accepted
        }
        #expect(try await stage.start().outcome.word == "started")
        #expect(typed.withLock { $0 } == "right")
    }

    @Test func `kills the code when the provider refuses it`() async throws {
        let stage = try await LoginStage.open()
        stage.messenger.onMessage { _ in .refused(.init(forCaller: "Unexpected response", forOperator: "status 500")) }
        #expect(try await stage.start().outcome.word == "provider failed: Unexpected response")
        #expect(try await stage.verify(Messenger.code(in: stage.messenger.messages[0])).word == "gone")
        #expect(try await stage.history().failures == 0)
    }

    @Test func `leaves the code open when nobody knows whether it arrived`() async throws {
        let stage = try await LoginStage.open()
        stage.messenger.onMessage { _ in .unknown(.init(forCaller: "Timeout while calling the SMS gateway: ETIMEDOUT"))
        }
        #expect(
            try await stage.start().outcome.word
                == "provider failed: Timeout while calling the SMS gateway: ETIMEDOUT")
        #expect(try await stage.verify(Messenger.code(in: stage.messenger.messages[0])).word == "right")
    }

    @Test func `of an older code does not touch the newer one`() async throws {
        let stage = try await LoginStage.open()
        let newer = Mutex("")
        stage.messenger.onMessage { _ in
            stage.messenger.onMessage { _ in .accepted }
            let code = try? await stage.code()
            newer.withLock { $0 = code ?? "" }
            return .refused(.init(forCaller: "no"))
        }
        #expect(try await stage.start().outcome.word == "provider failed: no")
        #expect(try await stage.verify(newer.withLock { $0 }).word == "right")
    }

    @Test func `leaves what the operator may know in the log, before the answer`() async throws {
        let stage = try await LoginStage.open()
        stage.messenger.onMessage { _ in .refused(.init(forCaller: "short", forOperator: "the whole reason")) }
        _ = try await stage.start()
        let event = try #require(try await stage.events().last)
        #expect(event.type == .failedLogin)
        #expect(event.description == "short")
        #expect(event.details["error"]?.object?["message"] == "the whole reason")
    }
}
