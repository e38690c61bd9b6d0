public import Commands
public import Lab
import Screens

/// What stands behind `tlslab listen` and `tlslab relay`: what is so at the prompt too, and how silent
/// whoever calls may be.
public struct ServiceTerms<Terms: Sendable>: Sendable {
  public var terms: Terms
  /// Seconds of silence after which a connection is over; nil: none. Whatever goes on counts from anew,
  /// however long a connection lasts.
  public var idle: Double?

  public init(_ terms: Terms, idle: Double? = Double(Silence.usual)) {
    (self.terms, self.idle) = (terms, idle)
  }
}

/// How long a connection may be silent.
public enum Silence {
  /// Seconds where `idle=` says nothing: telephones and browsers show a sign of life twice a minute.
  public static let usual = 60
  /// A day.
  static let longest = 86_400
}

extension ServiceTerms where Terms == ListenTerms {
  /// Reads words that a shell took apart.
  ///
  /// - Throws: what the prompt would say of them.
  public init(typed words: [String], in lab: Lab) throws(CommandError) {
    self = try Parameter(.idle, .listenTerms) { idle, terms in ServiceTerms(terms, idle: idle) }
      .value(of: words, after: "listen", Interpreter(lab))
  }
}

extension Parameter where Value == Double? {
  /// How long whoever calls may be silent.
  static var idle: Parameter {
    Parameter(
      Parameter<Double??>.named(
        "idle", .silence,
        meaning:
          "seconds of silence that end a connection, \(Silence.usual) if none are named; or off")
    ) { $0 ?? Double(Silence.usual) }
  }
}

extension Word where Value == Double? {
  fileprivate static var silence: Word {
    Word("SECONDS") { text, _ throws(CommandError) in
      if text.lowercased() == "off" { return nil }
      guard let seconds = Int(text), (1...Silence.longest).contains(seconds) else {
        throw CommandError("idle=\(text) is no time: 1 to \(Silence.longest) seconds, or off")
      }
      return Double(seconds)
    }
  }
}
