/// Why the store could not carry something out.
package enum StoreError: Error, Sendable, Equatable {
    /// The queue of writers is full or too old: try again in a moment.
    case overloaded
    /// The disk, the file or the engine failed; the text is for the operator's log, never for a caller.
    case failed(String)
    /// The store was written by a newer version of the program.
    case newerVersion(found: Int, known: Int)
    /// The master key is not the one that the store was made with, or a sealed value was changed.
    case cannotUnseal(String)
    /// The store is closed.
    case closed
}
