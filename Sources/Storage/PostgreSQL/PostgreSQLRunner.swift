import Glibc
import Identity

/// Carries out jobs over one connection, which it makes anew when it was lost. It belongs to one thread.
final class PostgreSQLRunner {
    private let place: PostgreSQLThreads.Place
    private let role: PostgreSQLConnection.Role
    private let number: Int
    private var connection: PostgreSQLConnection?

    /// How long a job is tried while no server can be reached or others are in its way. A standby takes over within that time.
    private static let patience = Duration.seconds(10)

    /// - Parameter number: which of its threads this is.
    init(_ place: PostgreSQLThreads.Place, role: PostgreSQLConnection.Role, number: Int) {
        self.number = number
        self.place = place
        self.role = role
    }

    /// One transaction for all of them; where one of them throws, one for each. Settles each job.
    func carryOut(_ jobs: [any StorageJob]) {
        switch attempt(jobs) {
        case .kept: for job in jobs { job.settle(nil) }
        case .failed(let error): for job in jobs { job.settle(error) }
        case .refused:
            guard jobs.count > 1 else { return jobs.forEach { $0.settle(nil) } }
            for job in jobs { carryOut([job]) }
        }
    }

    /// What a transaction came to.
    private enum Outcome {
        case kept
        /// A job threw by itself, and all was rolled back.
        case refused
        /// Nothing was kept, or nobody knows.
        case failed(StoreError)
    }

    /// What one try of a transaction came to.
    private enum Try {
        case over(Outcome)
        /// Nothing was kept, and the same may succeed when it is run again.
        case again(StoreError)
    }

    private func attempt(_ jobs: [any StorageJob]) -> Outcome {
        let deadline = place.now() + PostgreSQLRunner.patience
        var pause = Pause(share: 0.5 + Double(number % 16) / 32)
        while true {
            let result: Try
            do {
                result = perform(jobs, on: try connected())
            } catch { result = .again(error) }
            if connection?.isGood == false { connection = nil }
            switch result {
            case .over(let outcome): return outcome
            case .again(let error):
                guard place.now() < deadline else {
                    place.onLost(error)
                    return .failed(.overloaded)
                }
                pause.take()
            }
        }
    }

    private func connected() throws(StoreError) -> PostgreSQLConnection {
        if let connection { return connection }
        let new = try PostgreSQLConnection(place.address, role: role)
        connection = new
        return new
    }

    private func perform(_ jobs: [any StorageJob], on connection: PostgreSQLConnection) -> Try {
        do throws(StoreError) {
            try connection.begin()
        } catch { return .again(error) }
        let areDone = jobs.allSatisfy { job in
            connection.forgetAnswers()
            return job.run(on: connection)
        }
        guard areDone else {
            let fault = connection.fault
            connection.rollback()
            return switch fault {
            case .conflict?: .again(.failed("another transaction was in the way"))
            case .connection?: .again(.failed("the connection to PostgreSQL was lost"))
            case .other?, nil: .over(.refused)
            }
        }
        do throws(StoreError) {
            try connection.commit()
            return .over(.kept)
        } catch {
            let fault = connection.fault
            connection.rollback()
            switch fault {
            case .conflict?: return .again(error)
            case .connection? where role == .reader || !connection.mayHaveCommitted: return .again(error)
            case .connection?:
                // It may have been kept: to run it again could do it twice.
                place.onLost(error)
                return .over(.failed(.overloaded))
            // What was not waited for fails here: one of several jobs, so each is tried alone.
            case .other?, nil: return .over(jobs.count > 1 ? .refused : .failed(error))
            }
        }
    }
}

/// Waits longer each time, from a millisecond to half a second.
private struct Pause {
    /// A share of that, each thread another, so that those who met do not meet again.
    let share: Double
    private var milliseconds = 1.0

    init(share: Double) { self.share = share }

    mutating func take() {
        usleep(UInt32(milliseconds * 1_000 * share))
        milliseconds = min(500, milliseconds * 2)
    }
}
