// Keeps a crash inside: shows `fallback` in the place of what broke, and the rest goes on.

import { Component, type ComponentChildren } from 'preact';

interface Props {
  readonly children: ComponentChildren;
  fallback(retry: () => void): ComponentChildren;
  onError?(error: unknown): void;
}

export class Boundary extends Component<Props, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  override componentDidCatch(error: unknown): void {
    this.setState({ isBroken: true });
    this.props.onError?.(error);
  }

  override render() {
    const { children, fallback } = this.props;
    return this.state.isBroken ? fallback(() => this.setState({ isBroken: false })) : children;
  }
}
