public import Bytes

/// A warning or the reason for the end (RFC 5246 §7.2).
public struct Alert: WireStruct {
  public var level: AlertLevel
  public var description: AlertDescription

  public init() { self.init(level: .fatal, description: .internalError) }

  public init(level: AlertLevel, description: AlertDescription) {
    self.level = level
    self.description = description
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&level, "level")
    try coder.code(&description, "description")
  }
}
