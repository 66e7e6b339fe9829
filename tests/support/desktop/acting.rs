//! What a person does on a page: types, chooses, presses. Reading it is `page`'s.

use super::page::{driver, field};
use super::{BenchError, Page, until};

impl Page {
    /// Empties the field with this `name` and types into it.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`], [`BenchError::Driver`].
    pub async fn type_into(&self, name: &str, text: &str) -> Result<(), BenchError> {
        self.fill(&field(name), text).await
    }

    /// As [`Page::type_into`], found by a selector.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`], [`BenchError::Driver`].
    pub async fn fill(&self, css: &str, text: &str) -> Result<(), BenchError> {
        let field = self.wait_for(css).await?;
        field.clear().await.map_err(driver(css))?;
        field.send_keys(text).await.map_err(driver(css))
    }

    /// Chooses an option, by its value, of the drop-down with this `name`.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`], [`BenchError::Driver`].
    pub async fn choose(&self, name: &str, value: &str) -> Result<(), BenchError> {
        let css = field(name);
        let list = self.wait_for(&css).await?;
        list.select_by_value(value).await.map_err(driver(&css))
    }

    /// Presses the button with this `data-action`.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`], [`BenchError::Driver`].
    pub async fn click(&self, action: &str) -> Result<(), BenchError> {
        self.click_css(&format!("[data-action=\"{action}\"]")).await
    }

    /// As [`Page::click`], found by a selector; waits until it can be pressed.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`], [`BenchError::Driver`].
    pub async fn click_css(&self, css: &str) -> Result<(), BenchError> {
        let element = until(&format!("{css} enabled"), self.patience, async || {
            let element = self.wait_for(css).await.ok()?;
            element.is_enabled().await.ok()?.then_some(element)
        })
        .await?;
        element.click().await.map_err(driver(css))
    }

    /// Sends keys to what has the focus; special keys as [`fantoccini::key::Key`] writes them.
    ///
    /// # Errors
    /// [`BenchError::Driver`].
    pub async fn send_keys(&self, keys: &str) -> Result<(), BenchError> {
        let focused = self
            .client
            .active_element()
            .await
            .map_err(driver("focus"))?;
        focused.send_keys(keys).await.map_err(driver("focus"))
    }
}
