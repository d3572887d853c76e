// First import of every realm: signals-core uses Symbol.dispose without a fallback (Safari before 18.4, Chrome before 134).

// oxlint-disable-next-line typescript/no-unnecessary-condition -- the types know it, older browsers don't
if (!Symbol.dispose) Object.defineProperty(Symbol, 'dispose', { value: Symbol('Symbol.dispose') });

export {};
