import { Component, type ReactNode } from 'react';

interface ErrorBoundaryProps {
  /** What is tried again when this changes. */
  of: unknown;
  fallback: ReactNode;
  children: ReactNode;
}

/** Shows something simpler in place of what cannot be drawn, until `of` changes. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { failed: boolean; of: unknown }> {
  override state = { failed: false, of: this.props.of };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  static getDerivedStateFromProps(props: ErrorBoundaryProps, state: { of: unknown }) {
    return props.of === state.of ? null : { failed: false, of: props.of };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
