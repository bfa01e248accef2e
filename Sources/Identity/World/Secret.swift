/// A value that must not be printed: every description of it is dots. Take it out with `exposed`.
package struct Secret<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The value itself.
    package let exposed: Value

    package init(_ value: Value) { exposed = value }

    package var description: String { "••••" }
    package var debugDescription: String { "••••" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Secret: Equatable where Value: Equatable {}
